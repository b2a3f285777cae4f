package import DatabaseAccess

/// A site to read: a folder with a CSV file per table, or a database.
package protocol MoodleSource: AnyObject {
  /// What is read, for the summary: `PostgreSQL 15.3`, `CSV folder`.
  var engine: String { get }

  /// Whether `rows` applies the conditions of the tables.
  var appliesConditions: Bool { get }

  /// The instant at which the tables are read, by the site's clock, in seconds UTC; nil: the site has none.
  var clock: Int? { get }

  /// What the notes say about tables of the site.
  var notes: [(table: String, text: String)] { get }

  /// The columns that the site's table has; nil if there is no such table.
  func columns(of table: MoodleTable) throws -> Set<String>?

  /// Calls the body with each row's values, in the order of the columns. No row is retained.
  /// - Parameter logStart: log events before this instant need not be read; nil: all are read.
  /// - Throws: `MoodleError` with the place of a value that is not valid, or an error of the body with its row.
  func rows(
    of table: MoodleTable, _ columns: [MoodleTable.Column], from logStart: Int?, _ body: ([SQLValue]) throws -> Void
  ) throws

  /// Ends the reading, and with it the transaction of a database; no rows can be read afterwards.
  func close()
}

/// A row that another row contradicts; a source adds the place.
struct DuplicateID: Error { let id: Int }
