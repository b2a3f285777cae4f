import DatabaseAccess
import Foundation
import ReferenceModel
import Store
import Testing
import TestSupport

/// For every request, each node of a cluster answers for its own users: pages, files, API and reports of a random
/// platform, opened by a user of every role, and their statements.
@Suite struct PushDownTests {
  private static let asked = Task { () -> (site: TestSite, statements: [String: SQLText]) in
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: 4_711, users: 14...20).write(to: folder)
    let platform = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    let site = try await TestSite(folder: folder)
    let tour = RoleTour(platform: platform)
    let viewers = tour.viewers
    for viewer in viewers {
      let program = try await site.program(of: viewer)
      for path in tour.paths(for: viewer) {
        let status = try await program.get(path).status
        #expect(status < 500, "\(path) for \(viewer)")
      }
    }
    #expect(viewers.count > 5)
    return (site, site.database.statements)
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
    #expect(!QueryShape(inside).faults.isEmpty)
    let own =
      "SELECT u.id FROM user_standings AS u WHERE EXISTS (SELECT 1 FROM attempts AS a WHERE a.user_key = u.user_key)"
    #expect(QueryShape(own).faults.isEmpty)
    let deleted = "(SELECT u.user_key FROM user_standings AS u WHERE u.deleted = 1)"
    #expect(QueryShape("SELECT a.id FROM attempts AS a WHERE a.user_key IN \(deleted)").faults.isEmpty)
    #expect(QueryShape("SELECT a.id FROM attempts AS a WHERE (a.user_key NOT IN \(deleted))").faults.count == 1)
    #expect(QueryShape("SELECT p.id FROM posts AS p WHERE p.author_key IN \(deleted)").faults.count == 1)
    #expect(QueryShape("SELECT p.id FROM posts AS p JOIN \(deleted) AS w ON w.user_key = p.author_key").faults.isEmpty)
    let below = "WITH RECURSIVE b AS (SELECT g.key FROM groups AS g) SELECT key FROM b"
    #expect(QueryShape(below).faults.isEmpty)
    #expect(QueryShape("SELECT a.id FROM attempts AS a WHERE a.user_key IN (\(below))").faults.count == 1)
  }
}
