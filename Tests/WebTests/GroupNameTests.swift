import Foundation
import Testing
import TestSupport

@testable import Web

/// Groups of the same name are told apart by their parents' names wherever they are shown together.
@Suite struct GroupNameTests {
  @Test func `Equal names get the parent's name in pickers, chips and lists`() async throws {
    var texts = SmallWorld.texts
    texts["groups"]? += "ta,Team,sales\ntb,Team,ops\ntc,Other,ops\n"
    texts["memberships"]? += "ta,report,learner\ntb,report,learner\ntb,report,author\n"
    texts["memberships"]? += "tc,report,learner\nta,author,learner\n"
    let site = try await TestSite(texts)
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    let choices = try await program.get("/choices/groups?q=team").text
    #expect(choices.contains("\"Team (Ops)\"") && choices.contains("\"Team (Sales <&>)\""))
    for path in ["/users/report", "/members/report", "/members/report/delete"] {
      let page = try await browser.get(path).text
      #expect(page.contains("Team (Ops)") && page.contains("Team (Sales &lt;&amp;&gt;)"), "\(path)")
      #expect(!page.contains("Other (Ops)"))
    }
    // Alone among the groups shown, a name is enough; a chip of a filter is one of all groups.
    #expect(try await !browser.get("/users/author").text.contains("Team (Sales"))
    for path in ["/users?group=ta", "/reports/new?group=ta", "/compare?group=ta", "/compare?group=ta&group=ops"] {
      #expect(try await browser.get(path).text.contains("Team (Sales &lt;&amp;&gt;)"), "\(path)")
    }
    let statistics = try await program.get("/api/v1/users/report/statistics").text
    #expect(statistics.contains("\"groups\":[\"Other\",\"Team\",\"Team\"]"))
  }
}
