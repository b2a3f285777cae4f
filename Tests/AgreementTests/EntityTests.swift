import Access
import ReferenceModel
import Testing

/// The pages of sessions, courses, groups and tags: which viewers may open them, which users they list, and every
/// number on them.
@Suite struct EntityTests {
  @Test(arguments: [UInt64](501...508)) func `Every viewer opens what the rules say, and sees whom and what they say`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: seed % 4 != 0)
    var random = SplitMix64(seed: seed)
    for viewer in viewers(of: world) {
      var listed: Set<String> = []
      for kind in EntityKind.allCases { listed.formUnion(try await world.product.thingList(kind, viewer: viewer)) }
      let open = world.reference.things.filter { world.reference.mayOpen($0, viewer: viewer) }
      // A question that nobody answered has a page, but is not listed.
      let expected = open.map { ($0, world.reference.pageUsers($0, viewer: viewer).count) }.filter { thing, users in
        users > 0 || !thing.path.hasPrefix("questions/")
      }.map { "\($0.path) \($1)" }
      #expect(listed == Set(expected), "seed \(seed), lists of \(viewer)")
      for thing in random.some(6...6, of: open) + random.some(6...6, of: world.reference.things) {
        let found = try await world.product.thingLines(thing.path, viewer: viewer)
        let wanted = open.contains(thing) ? world.reference.thingLines(thing, viewer: viewer) : nil
        if let words = difference(found, wanted) {
          Issue.record("seed \(seed), \(thing.path) for \(viewer): \(words)")
          return
        }
      }
    }
  }

  @Test(arguments: [UInt64](531...533)) func `A thing's users sort by every column, both ways, no value last`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed)
    let users = world.reference.users.map(\.id)
    let largest = EntityKind.allCases.compactMap { kind in
      world.reference.things.filter { $0.path.hasPrefix(kind.rawValue + "/") }
        .max {
          world.reference.pageUsers($0, viewer: world.owner).count
            < world.reference.pageUsers($1, viewer: world.owner).count
        }
    }
    for thing in largest {
      let keys = try await world.product.thingColumns(thing.path, viewer: world.owner)
      for (index, key) in keys.enumerated() {
        for descending in [false, true] {
          let rows = try await world.product.thingUsers(
            thing.path, viewer: world.owner, sort: key, descending: descending)
          let values = try rows.map { (try ExactJSON(parsing: $0.cells[index]), users.firstIndex(of: $0.id) ?? 0) }
          #expect(
            zip(values, values.dropFirst()).allSatisfy { comes($0, before: $1, descending) },
            "seed \(seed), \(thing.path) by \(key), \(descending): \(rows.map { $0.cells[index] })")
        }
      }
    }
  }

  /// By value; ties in the users' own order. Values that round to the same number may be in either order.
  private func comes(_ a: (ExactJSON, Int), before b: (ExactJSON, Int), _ descending: Bool) -> Bool {
    switch (a.0, b.0) {
    case (.null, .null): a.1 < b.1
    case (.null, _): false
    case (_, .null): true
    case (.hundredths(let left), .hundredths(let right)) where left != right: (left < right) != descending
    case (.text(let left), .text(let right)) where left != right: precedesByCodePoint(left, right) != descending
    case (.hundredths(let value), _) where value % 100 != 0: true
    default: a.1 < b.1
    }
  }

  @Test(arguments: [UInt64](541...544)) func `Lists are in the order of their names, and searched by them`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    let reference = world.reference
    let courses = reference.courses.sorted { left, right in
      let (a, b) = (SortKey(left.name), SortKey(right.name))
      return a == b ? precedesByCodePoint(left.id, right.id) : a < b
    }
    for search in ["", "e", "É", "%", "_", "=", "course", "e l", "com ma", "ma,com"] {
      let expected = courses.filter { SortKey.finds(search, in: [$0.name]) }.map { "courses/\($0.id)" }
      let found = try await world.product.thingList(.course, viewer: world.owner, search: search)
      #expect(found.map { String($0.prefix { $0 != " " }) } == expected, "seed \(seed), \(search)")
    }
  }

  @Test func `What nobody has is not found`() async throws {
    let world = try await RandomWorld(seed: 520, isSmall: true)
    for kind in EntityKind.allCases {
      #expect(try await world.product.thingLines("\(kind.rawValue)/no-such", viewer: world.owner) == nil)
    }
  }

  /// Viewers of every kind, and those that sessions and courses name.
  private func viewers(of world: RandomWorld) -> [String] {
    var random = SplitMix64(seed: world.seed)
    let reference = world.reference
    let named =
      (reference.programSessions.values.flatMap(\.instructors) + reference.pathSessions.values.flatMap(\.instructors))
      .sorted() + reference.courses.flatMap { [$0.author] + $0.coAuthors }
    return Array(Set(world.viewers + random.some(4...4, of: named))).sorted()
  }

  private func difference(_ found: [String]?, _ expected: [String]?) -> String? {
    guard let found, let expected else {
      return (found == nil) == (expected == nil) ? nil : "it is \(found == nil ? "not " : "")found"
    }
    let (rows, wanted) = (found.filter { $0.hasPrefix("row ") }, expected.filter { $0.hasPrefix("row ") })
    if rows != wanted { return "rows \(rows) instead of \(wanted)" }
    let (more, less) = (Set(found).subtracting(expected), Set(expected).subtracting(found))
    return more.isEmpty && less.isEmpty ? nil : "\(more.sorted()) instead of \(less.sorted())"
  }
}
