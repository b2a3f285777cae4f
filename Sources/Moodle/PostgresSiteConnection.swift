import CLibPQ
import DatabaseAccess
import Foundation

/// A connection to a site on PostgreSQL, for one thread.
final class PostgresSiteConnection: SiteConnection {
  private let handle: OpaquePointer
  let begin = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
  let schema = "ANY (current_schemas(false))"
  let storageEngines: String? = nil
  let now = "floor(extract(epoch FROM now()))::bigint"
  let engine: String

  /// A statement may run for ten minutes, and wait half a minute for a lock.
  private static let options = "-c statement_timeout=600000 -c lock_timeout=30000 -c client_min_messages=warning"

  /// - Parameter address: a libpq connection URI.
  init(_ address: String, _ password: String?) throws {
    let settings = [
      ("dbname", address), ("connect_timeout", "10"), ("client_encoding", "UTF8"), ("options", Self.options),
      ("application_name", "tallybook"), ("gssencmode", "disable"),
    ]
    let all = settings + (password.map { [("password", $0)] } ?? [])
    let (keywords, values) = (all.map { strdup($0.0) }, all.map { strdup($0.1) })
    defer { for text in keywords + values { free(text) } }
    // Expands the URI in dbname.
    guard
      let handle = PQconnectdbParams(
        keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    else { throw MoodleError("libpq is out of memory.") }
    guard PQstatus(handle) == CONNECTION_OK else {
      let (message, isRefused) = (Self.message(handle), PQconnectionNeedsPassword(handle) == 1)
      PQfinish(handle)
      if isRefused, password == nil { throw PasswordNeeded() }
      let words = message.replacing(address, with: DatabaseAddress.shortened(address))
      throw StorageError.unavailable("Moodle's database cannot be reached: \(words)")
    }
    self.handle = handle
    let version = Int(PQserverVersion(handle))
    engine = "PostgreSQL \(version / 10_000).\(version % 10_000)"
  }

  deinit { PQfinish(handle) }

  func query(_ sql: String, _ body: ([ArraySlice<UInt8>?]) throws -> Void) throws {
    guard PQsendQuery(handle, sql) == 1, PQsetSingleRowMode(handle) == 1 else { throw error(sql) }
    while let result = PQgetResult(handle) {
      defer { PQclear(result) }
      switch PQresultStatus(result) {
      case PGRES_SINGLE_TUPLE: try body((0..<PQnfields(result)).map { Self.cell(result, $0) })
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: continue
      default: throw error(sql)
      }
    }
  }

  private static func cell(_ result: OpaquePointer, _ column: Int32) -> ArraySlice<UInt8>? {
    guard PQgetisnull(result, 0, column) == 0, let text = PQgetvalue(result, 0, column) else { return nil }
    let bytes = UnsafeRawBufferPointer(start: text, count: Int(PQgetlength(result, 0, column)))
    return ArraySlice(bytes)
  }

  private func error(_ sql: String) -> MoodleError {
    MoodleError("Moodle's database refused \(sql.prefix(100))…: \(Self.message(handle))")
  }

  private static func message(_ handle: OpaquePointer?) -> String {
    String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
