package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/**
 * What Tasklist loads over the network, from its address to the list of tasks, and while nobody
 * uses it. The numbers are in docs/develop/performance.md.
 */
class VisitSize extends TasklistJourneyTestBase {

  private static final String LIST = "/list?firstResult";

  /** The last part of the bar to come; a small laptop has no room for it. */
  private static final String MY_CASES = ".nrm-my-cases";

  private static final WaitForOptions ON_THE_PAGE =
      new WaitForOptions().setState(WaitForSelectorState.ATTACHED);

  /** Requests that went over the network, with their bytes on it, headers included. */
  private static final class Network {

    private final Map<String, String> addresses = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private long bytes;

    Network(Page page) {
      CDPSession session = page.context().newCDPSession(page);
      session.on("Network.requestWillBeSent", event -> addresses.put(id(event), address(event)));
      session.on("Network.requestServedFromCache", event -> addresses.remove(id(event)));
      session.on(
          "Network.responseReceived",
          event -> {
            if (event.getAsJsonObject("response").get("fromDiskCache").getAsBoolean()) {
              addresses.remove(id(event));
            }
          });
      session.on(
          "Network.loadingFinished",
          event -> {
            String address = addresses.remove(id(event));
            if (address != null && address.startsWith("http")) {
              requests.add(address);
              bytes += event.get("encodedDataLength").getAsLong();
            }
          });
      session.on("Network.loadingFailed", event -> addresses.remove(id(event)));
      session.send("Network.enable");
    }

    /** Whether each request has been answered. */
    boolean isQuiet() {
      return addresses.values().stream().noneMatch(address -> address.startsWith("http"));
    }

    long lists() {
      return requests.stream().filter(address -> address.contains(LIST)).count();
    }

    long changes() {
      return requests.stream().filter(address -> address.endsWith("/work/changes")).count();
    }

    private static String id(JsonObject event) {
      return event.get("requestId").getAsString();
    }

    private static String address(JsonObject event) {
      return event.getAsJsonObject("request").get("url").getAsString();
    }
  }

  @Test
  void aVisitLoadsLittleDataAndAnOpenWindowRequestsLittle() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    try (BrowserContext session = chromium().compressedSession()) {
      Page page = session.newPage();
      Network first = new Network(page);
      page.navigate(address() + "/camunda/app/tasklist/default/");
      page.getByPlaceholder("Username").fill("glasgow.duty");
      page.getByPlaceholder("Password").fill(password());
      page.keyboard().press("Enter");
      page.locator("li.task").first().waitFor();
      page.locator(MY_CASES).waitFor(ON_THE_PAGE);
      page.close();

      assertThat(first.lists()).isEqualTo(1);
      assertThat(first.bytes).isLessThan(1_492_000);
      assertThat(first.requests).hasSizeLessThan(76);

      Page again = session.newPage();
      again.clock().install();
      Network second = new Network(again);
      again.navigate(address() + "/camunda/app/tasklist/default/");
      again.locator("li.task").first().waitFor();
      again.locator(MY_CASES).waitFor(ON_THE_PAGE);

      assertThat(second.lists()).isEqualTo(1);
      assertThat(second.bytes).isLessThan(80_000);
      assertThat(second.requests).hasSizeLessThan(70);

      again.waitForLoadState(LoadState.NETWORKIDLE);
      again.waitForCondition(() -> second.changes() > 0); // with the list
      again.clock().pauseAt(System.currentTimeMillis() + 30_000); // the person only reads now
      again.waitForCondition(second::isQuiet);
      int before = second.requests.size();
      again.clock().runFor(120_000);
      again.waitForCondition(() -> second.requests.size() > before && second.isQuiet());
      assertThat(second.requests.subList(before, second.requests.size()))
          .hasSizeLessThanOrEqualTo(4) // twice a minute
          .allMatch(address -> address.matches(".*/(work/changes|nrm/deployment)"));

      child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(TODAY));
      again.clock().runFor(60_000);
      again.clock().resume();
      again.waitForCondition(() -> again.locator("li.task").count() == 0);
      assertThat(second.lists()).isEqualTo(2);
    }
  }
}
