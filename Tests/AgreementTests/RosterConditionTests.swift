import Access
import ReferenceModel
import Reports
import Spreadsheets
import Statistics
import Testing

/// Conditions on the users of a session, course, group or tag, and of a team.
@Suite struct RosterConditionTests {
  @Test(arguments: [UInt64](541...544)) func `Conditions narrow the users on a page as in the reference`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    let owner = world.owner
    var narrowed = 0
    for thing in random.some(12...12, of: world.reference.things) {
      let keys = try await world.product.thingColumns(thing.path, viewer: owner)
      let rows = try await world.product.thingUsers(thing.path, viewer: owner, sort: "last_name", descending: false)
      for (index, key) in keys.enumerated() {
        let valued = rows.filter { $0.cells[index] != "null" }.map(\.id)
        let found = try await world.product.thingUsers(thing.path, where: ["\(key):filled"], viewer: owner)
        #expect(found == valued, "seed \(seed), \(thing.path), \(key):filled")
        let others = try await world.product.thingUsers(thing.path, where: ["\(key):empty"], viewer: owner)
        #expect(others == rows.map(\.id).filter { !valued.contains($0) }, "seed \(seed), \(thing.path), \(key):empty")
      }
      for _ in 0..<6 {
        let conditions = world.platform.conditions(.users, 1...2, &random)
        // The page's own columns come first.
        if conditions.contains(where: { condition in keys.contains { condition.hasPrefix("\($0):") } }) { continue }
        let matching = Set(world.reference.listedUsers(viewer: owner, tab: .current, conditions: conditions).map(\.id))
        let found = try await world.product.thingUsers(thing.path, where: conditions, viewer: owner)
        let wanted = rows.map(\.id).filter(matching.contains)
        #expect(found == wanted, "seed \(seed), \(thing.path), \(conditions)")
        narrowed += !wanted.isEmpty && wanted.count < rows.count ? 1 : 0
      }
    }
    #expect(narrowed > 3, "too little to show")
  }

  @Test(arguments: [UInt64](551...552)) func `Conditions narrow a team as in the reference`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    let owner = world.owner
    for manager in Set(world.reference.managers.map(\.manager)).sorted() {
      let conditions = world.platform.conditions(.users, 1...2, &random)
      let matching = Set(world.reference.listedUsers(viewer: owner, tab: .current, conditions: conditions).map(\.id))
      guard let whole = try await world.product.teamUsers(of: manager, where: [], viewer: owner) else { continue }
      let found = try await world.product.teamUsers(of: manager, where: conditions, viewer: owner)
      #expect(found == whole.filter(matching.contains), "seed \(seed), \(manager), \(conditions)")
    }
  }
}

extension Product {
  /// The users of a roster who satisfy conditions, in order.
  func thingUsers(_ path: String, where texts: [String], viewer: String) async throws -> [String] {
    try await asking(viewer) { [style, now] viewer, session in
      let statistics = try Self.statistics(path, viewer, now, session)
      var roster = statistics.roster
      let columns = try ConditionColumn.all(roster, of: statistics.thing.kind, for: viewer, session)
      try roster.narrow(by: try Condition.all(texts, among: columns, style.time, now: now), session)
      return try Self.rows(roster, "last_name", false, session).map(\.id)
    } ?? []
  }

  /// nil if the viewer may not open the team.
  func teamUsers(of manager: String, where texts: [String], viewer: String) async throws -> [String]? {
    try await asking(viewer) { [style, now] viewer, session in
      do {
        let team = try Team(of: manager, for: viewer, now: now, session) {
          try Team.population(of: $0, for: viewer, where: texts, style.time, now: now, session)
        }
        return team.section.rows.map(\.id)
      } catch is AccessDenied { return nil }
    }
  }
}
