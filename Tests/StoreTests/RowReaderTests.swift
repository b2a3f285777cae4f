import DatabaseAccess
import Testing
import TestSupport

/// A statement whose SELECT list comes from what decodes its rows.
@Suite struct RowReaderTests {
  private static let reader = RowReader { row in
    [
      row.text("'b' || 'c'"), row.integer("CAST(NULL AS bigint)").map(String.init), String(row.integer(at: "41 + 1")),
      String(row.flag("1")), row.text(at: "CAST(NULL AS text)"),
    ]
  }

  @Test func `Each column is read where it is named`() async throws {
    let store = try await TestStore()
    let row = try await store.database.read { session in
      try session.first("SELECT \(sql: Self.reader.columns), 9", Self.reader.read)
    }
    #expect(row == ["bc", nil, "42", "true", ""])
    #expect(Self.reader.count == 5)
  }
}
