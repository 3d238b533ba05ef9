package scot.nrm.signin.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class LoginThrottleTest {

  @Test
  void anIpv6AddressCountsByItsNetwork() {
    assertThat(LoginThrottle.network("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(LoginThrottle.network("2001:db8:1:2::1"))
        .isNotEqualTo(LoginThrottle.network("2001:db8:1:3::1"));
    assertThat(LoginThrottle.network("192.0.2.1")).isEqualTo("192.0.2.1");
  }
}
