import CLibPQ
import DatabaseAccess
import Glibc

/// One connection to a PostgreSQL server, for one thread at a time.
final class PostgresConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]
  private static let statementsKept = 200

  /// - Throws: `StorageError.unavailable` if the server cannot be reached or is not fit.
  init(_ address: String) throws {
    guard let handle = PQconnectdb(address) else { throw StorageError.unavailable("There is no memory for libpq.") }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      let error = StorageError.unavailable("The store cannot be reached: \(Self.message(handle)).")
      PQfinish(handle)
      throw error
    }
    // A cursor is read to its end, so it is planned for the whole result.
    try run("SET client_min_messages = warning; SET cursor_tuple_fraction = 1; SET timezone = 'UTC'")
  }

  deinit { PQfinish(handle) }

  var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }
  var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

  /// Runs SQL that takes no values and gives no rows.
  func run(_ sql: String) throws { _ = try checked(PQexec(handle, sql)) }

  /// Runs one statement with its values; the result is in memory, whole.
  /// - Parameter isKept: whether it is prepared, to be run again.
  func execute(_ sql: String, _ values: [SQLValue], isKept: Bool) throws -> PostgresResult {
    let name = isKept ? try name(of: sql, values) : nil
    let texts = try values.map { try $0.bytes() }
    defer { for text in texts { free(text) } }
    let pointers = texts.map { UnsafePointer($0) }
    let count = Int32(values.count)
    if let name { return try checked(PQexecPrepared(handle, name, count, pointers, nil, nil, 0)) }
    return try checked(PQexecParams(handle, sql, count, values.map(\.type), pointers, nil, nil, 0))
  }

  /// The statement's name on this connection; statements differ by the types of their values too.
  private func name(of sql: String, _ values: [SQLValue]) throws -> String {
    let key = sql + "\u{1F}" + values.map { String($0.type) }.joined(separator: ",")
    if let name = prepared[key] { return name }
    if prepared.count >= Self.statementsKept {
      try run("DEALLOCATE ALL")
      prepared.removeAll(keepingCapacity: true)
    }
    let name = "t\(prepared.count)"
    _ = try checked(PQprepare(handle, name, sql, Int32(values.count), values.map(\.type)))
    prepared[key] = name
    return name
  }

  /// Sends rows into a table: `COPY … FROM STDIN` in PostgreSQL's text form.
  func copy(into table: String, columns: [String], _ data: [UInt8]) throws {
    let result = PQexec(handle, "COPY \(table) (\(columns.joined(separator: ","))) FROM STDIN")
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else { throw error(result) }
    let isSent = data.withUnsafeBytes { bytes in
      PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
    }
    guard isSent, PQputCopyEnd(handle, nil) == 1 else { throw error(nil) }
    while let last = PQgetResult(handle) {
      defer { PQclear(last) }
      guard PQresultStatus(last) == PGRES_COMMAND_OK else {
        let error = error(last)
        while let rest = PQgetResult(handle) { PQclear(rest) }
        throw error
      }
    }
  }

  private func checked(_ result: OpaquePointer?) throws -> PostgresResult {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return PostgresResult(result)
    default:
      defer { PQclear(result) }
      throw error(result)
    }
  }

  private func error(_ result: OpaquePointer?) -> StorageError {
    let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    return .postgres(state: state, Self.message(handle), isBroken: isBroken)
  }

  private static func message(_ handle: OpaquePointer) -> String {
    var text = String(cString: PQerrorMessage(handle))
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

extension StorageError {
  /// By SQLSTATE (PostgreSQL manual, appendix A).
  static func postgres(state: String, _ message: String, isBroken: Bool) -> StorageError {
    switch (state, state.prefix(2)) {
    case ("57014", _): .interrupted
    case ("53100", _): .full(message)
    case (_, "40"), (_, "53"), (_, "55"), (_, "57"), (_, "08"): .busy(message)
    case (_, "23"): .constraint(message)
    default: isBroken ? .busy(message) : .failed(message)
    }
  }
}

extension SQLValue {
  /// The OID of its type: bigint, text, or what the statement makes of it.
  fileprivate var type: UInt32 {
    switch self {
    case .null: 0
    case .integer: 20
    case .text: 25
    }
  }

  /// Its text, ended by NUL, in memory that the caller frees; nil for NULL.
  fileprivate func bytes() throws -> UnsafeMutablePointer<CChar>? {
    switch self {
    case .null: return nil
    case .integer(let integer): return strdup(String(integer))
    case .text(let text):
      // PostgreSQL's texts hold none, and what follows it would be lost.
      if text.utf8.contains(0) { throw StorageError.constraint("A text holds a NUL character.") }
      return strdup(text)
    }
  }
}
