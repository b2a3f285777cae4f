import DatabaseAccess
import ReferenceModel
import Store
import Testing
import TestSupport

/// Packed rows are the same after writing to memory and to a file and reading them back.
@Suite struct PackedRowsTests {
  private static let values: [SQLValue] =
    [.null, .text(""), .text("é\u{1F600}"), .text("e\u{301}")]
    + [0, 1, -1, 127, 128, -128, -129, 32_767, 32_768, 8_388_608, 1 << 31, 1 << 40, .max, .min].map(SQLValue.integer)
    + [199, 200, 201, 65_536].map { .text(String(repeating: "x", count: $0)) }

  @Test func `Every value comes back, through a row and through a statement`() async throws {
    var rows = PackedRows()
    for value in Self.values {
      rows.beginRow()
      rows.append(7)
      rows.append(value)
    }
    var row = PackedRow(rows)
    for (index, value) in Self.values.enumerated() {
      row.move(to: rows.range(index))
      #expect(row.count == 2)
      #expect(row.integer(0) == 7)
      #expect(row.value(1) == value)
    }
    #expect(try await Self.stored() == Self.values)
  }

  /// The values as read from a table.
  private static func stored() async throws -> [SQLValue] {
    var rows = PackedRows()
    for (index, value) in values.enumerated() {
      rows.beginRow()
      rows.append(index)
      rows.append(value.integer)
      rows.append(value.text.map(SQLValue.text) ?? .null)
    }
    let packed = rows
    return try await TestStore().database.write { session in
      let integer = session.dialect.words.integer
      try session.run(SQLText(raw: "CREATE TEMP TABLE packed (place \(integer), number \(integer), words text)"))
      let insertion = try session.insertion(into: "packed", columns: ["place", "number", "words"])
      try insertion.run(packed)
      try insertion.finish()
      return try session.all("SELECT number, words FROM packed ORDER BY place") { row in
        row.value(0) == .null ? row.value(1) : row.value(0)
      }
    }
  }

  @Test(arguments: [1, 2_000, 1 << 20]) func `Rows come out user by user, in the order in which they went in`(
    budget: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(budget))
    let rows = UserSortedRows(budget: budget)
    var expected: [Int: [Int]] = [:]
    for line in 0..<3_000 {
      let user = random.whole(in: 1...300)
      var row = PackedRows()
      row.beginRow()
      row.append(user)
      row.append(line)
      row.append(String(repeating: "y", count: random.whole(in: 0...90)))
      try rows.add(row)
      expected[user, default: []].append(line)
    }
    try rows.finish()
    var users: [Int] = []
    while let user = try rows.nextUser() {
      var packed = PackedRows()
      try rows.move(user, into: &packed)
      var row = PackedRow(packed)
      let lines = (0..<packed.count).map { index in
        row.move(to: packed.range(index))
        return row.integer(at: 1)
      }
      #expect(lines == expected[user])
      users.append(user)
    }
    #expect(users == expected.keys.sorted())
  }
}
