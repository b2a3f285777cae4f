import DatabaseAccess
import Store
import Testing
import TestSupport

/// Citus' requirements for tables that are distributed by user, checked against the schema on any engine: a table that
/// a migration adds needs a placement, or these tests fail.
@Suite struct PlacementTests {
  private struct Layout: Sendable {
    let tables: [String]
    var uniqueKeys: [String: [Set<String>]] = [:]
    var references: [String: [String: String]] = [:]
  }

  private static let layout = Task {
    let store = try await TestStore()
    return try await store.database.read { session in
      defer { withExtendedLifetime(store) {} }
      var layout = Layout(tables: try session.tables())
      for table in layout.tables {
        layout.uniqueKeys[table] = try session.uniqueKeys(of: table)
        layout.references[table] = try session.references(of: table)
      }
      return layout
    }
  }

  @Test func `Every table of the schema has one placement`() async throws {
    let placed = Placement.allCases.flatMap(\.tables)
    #expect(placed.sorted() == (try await Self.layout.value).tables)
  }

  @Test(arguments: Placement.byUser.tables)
  func `The user is in every unique key of a table that is spread by user`(table: String) async throws {
    let keys = try #require(try await Self.layout.value.uniqueKeys[table])
    #expect(!keys.isEmpty)
    for key in keys { #expect(key.contains(Placement.userColumn), "\(table): \(key.sorted())") }
  }

  /// A foreign key to a row on another node could not be checked.
  @Test(arguments: Placement.allCases)
  func `A table names rows that lie where its own do`(placement: Placement) async throws {
    let layout = try await Self.layout.value
    for table in placement.tables {
      for (column, target) in layout.references[table] ?? [:] {
        let isHere = placement == .coordinator && Placement.coordinator.tables.contains(target)
        #expect(
          Placement.everywhere.tables.contains(target) || isHere, "\(table).\(column) names a row of \(target)")
      }
    }
  }

  /// Tables become reference tables one after another, each after those that it references.
  @Test func `What lies everywhere names what stands before it`() async throws {
    let layout = try await Self.layout.value
    let tables = Placement.everywhere.tables
    for (index, table) in tables.enumerated() {
      for target in (layout.references[table] ?? [:]).values {
        #expect(tables[..<index].contains(target), "\(table) names \(target)")
      }
    }
  }
}
