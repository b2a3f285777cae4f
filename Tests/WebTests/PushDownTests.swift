import DatabaseAccess
import Foundation
import ReferenceModel
import Store
import Testing
import TestSupport

/// Whatever is asked, each node of a cluster answers for its own users: pages, files, API and reports of a random
/// platform, opened by somebody of every role, and the statements that this took.
@Suite struct PushDownTests {
  private static let asked = Task { () -> (site: TestSite, statements: [String: SQLText]) in
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: 4_711, users: 14...20).write(to: folder)
    let platform = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    let site = try await TestSite(folder: folder)
    var roles: Set<String> = []
    for user in platform.users where user.deletedAt == nil && roles.insert(role(of: user.id, platform)).inserted {
      let program = try await site.program(of: user.id)
      for path in paths(for: user.id, platform) {
        let status = try await program.get(path).status
        #expect(status < 500, "\(path) for \(user.id)")
      }
    }
    #expect(roles.count > 5)
    return (site, site.database.statements)
  }

  /// Which kinds of role somebody has: one of each set of them is asked.
  private static func role(of user: String, _ platform: ReferencePlatform) -> String {
    let roles = platform.roles(of: user)
    return [
      roles.seesEverybody, !roles.administered.isEmpty, !roles.userAdministered.isEmpty, !roles.coached.isEmpty,
      !roles.directReports.isEmpty, !roles.authored.isEmpty,
    ].map { $0 ? "1" : "0" }.joined()
  }

  private static func paths(for viewer: String, _ platform: ReferencePlatform) -> [String] {
    let keeper = DoorKeeper(platform, viewer: viewer)
    let seen = platform.users.map(\.id).filter { keeper.everyone.contains($0) }.prefix(1)
    let things = Dictionary(grouping: platform.things) { $0.path.prefix { $0 != "/" } }.values.compactMap(\.first)
    let doors = keeper.lists + keeper.thingLists + seen.flatMap(keeper.doors) + things.flatMap(keeper.doors)
    let sessions = platform.things.map(\.path).compactMap { path -> String? in
      let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
      let kind = ["program-sessions": "program", "path-sessions": "path"][parts[0]]
      return kind.map { "\($0):\(Browser.encoded(parts[1]))" }
    }
    let reports = ReferencePlatform.ReportKind.allCases.flatMap { kind in
      [
        "", "?from=2026-01-01&to=2026-03-01", "?session=\(sessions[0])", "?session=\(sessions[sessions.count - 1])",
        "?group=\(Browser.encoded(platform.groups[0].id))",
      ]
      .map { "/api/v1/reports/\(kind.rawValue)\($0)" }
    }
    return doors.map(\.path) + reports
  }

  @Test func `Facts and standings are joined by user, and grouped by user or into sums`() async throws {
    let asked = try await Self.asked.value
    var (joins, groups, faults): (Int, Int, Set<String>) = (0, 0, [])
    for text in asked.statements.keys {
      let shape = QueryShape(text)
      joins += shape.joins
      groups += shape.groups
      faults.formUnion(shape.faults)
    }
    #expect(asked.statements.count > 100 && joins > 100 && groups > 50, "\(joins) joins, \(groups) groups")
    #expect(faults.isEmpty, "\(faults.sorted().joined(separator: "\n\n"))")
  }

  @Test func `A join of facts over anything but the user is found, and so is a count over users`() {
    let join = "SELECT a.id FROM attempts AS a JOIN answers AS n ON"
    #expect(QueryShape("\(join) n.attempt = a.id").faults.count == 1)
    #expect(QueryShape("\(join) n.user_key = a.user_key AND n.attempt = a.id").faults.isEmpty)
    #expect(QueryShape("\(join) n.user_key = ?1 AND a.user_key = n.user_key").joins == 1)
    let group = "SELECT a.course_key, count(DISTINCT a.language) FROM attempts AS a GROUP BY a.course_key"
    #expect(QueryShape(group).faults.count == 1)
    #expect(QueryShape(group.replacing("GROUP BY", with: "GROUP BY a.user_key,")).faults.isEmpty)
    #expect(QueryShape(group.replacing("DISTINCT ", with: "")).faults.isEmpty)
    let inside = "SELECT t.id FROM courses AS t WHERE EXISTS (SELECT 1 FROM attempts AS a WHERE a.course_key = t.key)"
    #expect(QueryShape(inside).faults.count == 1)
    let own =
      "SELECT u.id FROM user_standings AS u WHERE EXISTS (SELECT 1 FROM attempts AS a WHERE a.user_key = u.user_key)"
    #expect(QueryShape(own).faults.isEmpty)
    let below = "WITH RECURSIVE b AS (SELECT g.key FROM groups AS g) SELECT key FROM b"
    #expect(QueryShape(below).faults.isEmpty)
    #expect(QueryShape("SELECT a.id FROM attempts AS a WHERE a.user_key IN (\(below))").faults.count == 1)
  }
}
