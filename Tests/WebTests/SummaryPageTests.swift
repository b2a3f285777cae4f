import Foundation
import ReferenceModel
import Testing
import TestSupport

/// The page of a *Summary*: page = file = API for every cell of random ones, and the reports behind its cells.
/// TALLYBOOK_SUMMARY_PAGES is the number of random summaries (20).
@Suite struct SummaryPageTests {
  private static let pages =
    ProcessInfo.processInfo.environment["TALLYBOOK_SUMMARY_PAGES"].flatMap { UInt64($0) } ?? 20
  private static let perPlatform: UInt64 = 10

  @Test(arguments: 0..<2 as Range<UInt64>) func `Every cell is the same on the page, in the file and by the API`(
    lane: UInt64
  ) async throws {
    var found = SummaryPage.Compared()
    for seed in 5_001..<5_001 + (Self.pages + Self.perPlatform - 1) / Self.perPlatform where seed % 2 == lane {
      let world = try await Self.world(seed)
      var random = SplitMix64(seed: seed &+ 11)
      for index in 0..<Self.perPlatform {
        let viewer = random.pick(world.viewers)
        let question = SummaryQuestion.random(on: world.platform, &random)
        let page = try await SummaryPage(world.site, viewer, question, isSaved: index % 3 == 0)
        for fault in try await page.faults(&found, &random).prefix(3) {
          Issue.record("seed \(seed), \(viewer), \(page.query): \(fault)")
        }
      }
    }
    #expect(found.cells > 100 && found.links > 10, "\(found)")
  }

  private struct World {
    let site: TestSite
    let platform: RandomPlatform
    /// The owner, mostly, and another viewer of users.
    let viewers: [String]
  }

  private static func world(_ seed: UInt64) async throws -> World {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let platform = RandomPlatform(seed: seed, users: 10...25)
    try platform.write(to: folder)
    let reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    let keepers = reference.users.filter { $0.deletedAt == nil }.map { DoorKeeper(reference, viewer: $0.id) }
    let owner = try #require(keepers.first { reference.roles(of: $0.viewer).isOwner }?.viewer)
    let other = keepers.first { keeper in
      keeper.viewer != owner && keeper.everyone.count > 2 && reference.roles(of: keeper.viewer).opensUsers
    }
    return World(
      site: try await TestSite(folder: folder), platform: platform, viewers: [owner, owner, other?.viewer ?? owner])
  }

  @Test func `A summary is a chart and a table, with the total as its last row`() async throws {
    let site = try await TestSite(folder: Fixtures.sample + "/records")
    let page = try await site.browser(of: "u0").get("/reports/new?type=summary&by=group&by=quarter&subgroups=true")
    let chart = try #require(page.text.firstMatch(of: #/data-chart="([^"]*)"/#)?.1.replacing("&quot;", with: "\""))
    #expect(chart.contains("\"shape\":\"lines\"") && chart.contains("\"series\":[{\"label\":"))
    #expect(chart.components(separatedBy: "\"values\":").count == 10, "eight groups and the others")
    #expect(chart.components(separatedBy: "\"isRest\":true").count == 2)
    let bars = try await site.browser(of: "u0").get("/reports/new?type=summary&by=language").text
    #expect(try await site.browser(of: "u0").get("/reports").text.contains("href=\"/reports/new?type=summary\""))
    #expect(bars.contains("&quot;shape&quot;:&quot;bars&quot;") && bars.contains("<tfoot>"))
    let days = try await site.browser(of: "u0").get("/reports/new?type=summary&by=day&from=2020-01-01&to=2026-01-01")
    #expect(days.text.contains("too many rows for a chart") && days.text.contains("First 200 of 2,193 rows"))
  }

  @Test func `Users without facts have no months, so their Summary by group and month has no rows`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let groups = try await program.get("/api/v1/reports/summary?by=group&user=manager")
    #expect(groups.status == 200 && !groups.text.contains("\"rows\":[]"))
    let months = try await program.get("/api/v1/reports/summary?by=group&by=month&user=manager")
    #expect(months.status == 200 && months.text.contains("\"rows\":[]"))
  }

  @Test func `Those it is shared with see no value of a condition, and why it has no rows any more`() async throws {
    let site = try await TestSite()
    let (owner, coach) = (try await site.browser(of: "owner"), try await site.browser(of: "coach"))
    let saved = try await owner.send(
      "/reports",
      [
        ("edited", "1"), ("type", "summary"), ("shown_type", "summary"), ("by", "custom:office"), ("by", "month"),
        ("where", "email:not:secret@x.org"), ("sharing", "1"), ("add_share", "coach@x.org"),
      ])
    let address = String(try #require(saved.location?.split(separator: "?").first))
    let page = try await coach.get(address)
    #expect(page.status == 200 && page.text.contains("is not …") && page.text.contains("<tfoot>"))
    #expect(!page.text.contains("secret@x.org"))
    #expect(try await owner.get(address).text.contains("secret@x.org"))
    #expect(try await owner.send("/custom-fields/office/delete", [("values", "999")]).status == 303)
    let later = try await coach.get(address)
    #expect(later.status == 200 && later.text.contains("not a custom field of the platform"))
    #expect(later.text.contains("Ask Owner Person to change it") && !later.text.contains("id=\"preview\""))
    let own = try await owner.get(address)
    #expect(own.status == 400 && own.text.contains("not a custom field of the platform"))
  }

  @Test func `Those it is shared with neither copy a condition nor read its value in an error`() async throws {
    let site = try await TestSite()
    let (owner, coach) = (try await site.browser(of: "owner"), try await site.browser(of: "coach"))
    let saved = try await owner.send(
      "/reports",
      [
        ("edited", "1"), ("type", "users"), ("where", "custom:office:not:Hidden"), ("sharing", "1"),
        ("add_share", "coach@x.org"),
      ])
    let address = String(try #require(saved.location?.split(separator: "?").first))
    #expect(!(try await coach.get(address).text.contains("/duplicate")))
    #expect(try await coach.send("\(address)/duplicate", []).status == 403)
    #expect(try await owner.send("\(address)/duplicate", []).status == 303)
    #expect(try await owner.send("/custom-fields/office/delete", [("values", "999")]).status == 303)
    for path in [address, "\(address)/download"] {
      let answer = try await coach.get(path)
      #expect(!answer.text.contains("Hidden") && answer.text.contains("no longer exists"), "\(path): \(answer.text)")
    }
  }
}
