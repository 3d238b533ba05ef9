package scot.nrm.stockcamunda;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;

/** Stock Camunda and this application run independently in one virtual machine. */
@WholeApplication
class StockCamundaTest implements Databases.OnH2 {

  @LocalServerPort private int port;
  @Autowired private ProcessEngine ours;

  @Test
  void stockCamundaHasNoneOfOurPartsAndDoesNotAffectOurs() throws Exception {
    StockCamunda stock = StockCamunda.withAdmin();

    assertThat(
            stock
                .engine()
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey("nrm-case")
                .count())
        .isZero();
    assertThat(stock.engine().getProcessEngineConfiguration().isAuthorizationEnabled()).isFalse();
    assertThat(stock.application().getBeanNamesForType(Object.class))
        .filteredOn(
            bean -> {
              Class<?> type = stock.application().getType(bean);
              return type != null && type.getName().startsWith("scot.nrm");
            })
        .containsExactly("stockCamunda.Starters");
    assertThat(ours.getName()).isEqualTo("default");
    assertThat(ours.getRepositoryService().createProcessDefinitionQuery().count()).isPositive();
  }

  @Test
  void eachWebApplicationAndRestApiUsesItsOwnEngine() throws Exception {
    StockCamunda stock = StockCamunda.withAdmin();

    assertThat(get(stock.rest() + "/user/count").body())
        .isEqualTo(
            "{\"count\":" + stock.engine().getIdentityService().createUserQuery().count() + "}");
    assertThat(get(stock.url() + "/camunda/app/tasklist/" + stock.engine().getName() + "/").body())
        .contains("Tasklist")
        .contains(stock.engine().getName());
    assertThat(get("http://localhost:" + port + "/camunda/app/tasklist/default/").body())
        .contains("Tasklist");
    assertThat(get("http://localhost:" + port + "/engine-rest/user/count").statusCode())
        .isEqualTo(401);
  }

  @Test
  void eachKindIsConfiguredAsNamed() {
    assertThat(List.of(StockCamunda.withAdmin(), StockCamunda.withAuthorization()))
        .allMatch(
            stock ->
                stock
                    .engine()
                    .getIdentityService()
                    .checkPassword(StockCamunda.ADMIN, StockCamunda.ADMIN));
    assertThat(StockCamunda.withoutAdmin().engine().getIdentityService().createUserQuery().count())
        .isZero();
    assertThat(
            StockCamunda.withAuthorization()
                .engine()
                .getProcessEngineConfiguration()
                .isAuthorizationEnabled())
        .isTrue();
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
