import CLibPQ
import DatabaseAccess
import Glibc
import Support

/// One connection to a PostgreSQL server, for one thread at a time.
final class PostgresConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  let brake: CancelHandle
  /// The current transaction.
  var call: CallState?
  /// The timeout for an answer of the server, in milliseconds.
  var limit: Int
  /// Whether the server aborted the transaction because of a conflict, so that a retry may succeed.
  private(set) var hadConflict = false
  /// Whether the transaction changed rows.
  private(set) var hasChanges = false
  private var isGivenUp = false
  /// Whether a statement was sent whose result was not read yet; the server runs it meanwhile.
  private var hasAnswerToCome = false
  /// Sends rows on another thread, because sending blocks until the server has received them.
  private lazy var sender = BackgroundPipeline<@Sendable () throws -> Void, Result<Void, any Error>> { send in
    Result { try send() }
  }
  /// The number of chunks that the sender has; while there are any, only the sender may use the connection.
  private var piecesToSend = 0
  private static let piecesAhead = 2
  /// Names of prepared statements by SQL and parameter types; nil for a statement that has run once.
  private var prepared: [String: String?] = [:]
  private var names = 0
  private static let statementsKept = 200

  /// - Throws: `StorageError.unavailable` if the server cannot be reached.
  init(_ address: PostgresAddress, limit: Duration) throws {
    guard let handle = address.connect() else { throw StorageError.unavailable("libpq is out of memory.") }
    self.handle = handle
    self.limit = limit.milliseconds
    guard PQstatus(handle) == CONNECTION_OK else {
      let error = StorageError.unavailable("The store cannot be reached: \(Self.message(handle)).")
      PQfinish(handle)
      throw error
    }
    brake = CancelHandle(handle)
  }

  deinit {
    try? settle()
    PQfinish(handle)
  }

  var isBroken: Bool { isGivenUp || PQstatus(handle) != CONNECTION_OK }
  var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

  func begin(_ sql: String) throws {
    hadConflict = false
    hasChanges = false
    try run(sql)
  }

  /// Rolls back the transaction, even if it was cancelled.
  func rollBack() {
    try? settle()
    call = nil
    if !isBroken { try? run("ROLLBACK") }
  }

  /// Runs SQL without values and result rows.
  func run(_ sql: String) throws { _ = try answer(to: PQsendQuery(handle, sql)) }

  /// Like `run`, without waiting; the next call throws its error.
  func runMeanwhile(_ sql: String) throws {
    try settle()
    try checkSent(PQsendQuery(handle, sql))
    hasAnswerToCome = true
  }

  /// Runs one statement with its values; the whole result is in memory.
  /// - Parameter isKept: whether to prepare the statement when it runs a second time.
  func execute(_ sql: String, _ values: [SQLValue], isKept: Bool) throws -> PostgresResult {
    let name = isKept ? try name(of: sql, values) : nil
    let texts = try values.map { try $0.bytes() }
    defer { for text in texts { free(text) } }
    let pointers = texts.map { UnsafePointer($0) }
    let count = Int32(values.count)
    let result =
      if let name { try answer(to: PQsendQueryPrepared(handle, name, count, pointers, nil, nil, 0)) } else {
        try answer(to: PQsendQueryParams(handle, sql, count, values.map(\.type), pointers, nil, nil, 0))
      }
    if result.hasChanges { hasChanges = true }
    return result
  }

  /// The statement's prepared name on this connection, from its second run on. Parameter types distinguish statements
  /// too.
  private func name(of sql: String, _ values: [SQLValue]) throws -> String? {
    let key = sql + "\u{1F}" + values.map { String($0.type) }.joined(separator: ",")
    guard let known = prepared[key] else {
      if prepared.count >= Self.statementsKept {
        try run("DEALLOCATE ALL")
        prepared.removeAll(keepingCapacity: true)
      }
      prepared[key] = .some(nil)
      return nil
    }
    if let known { return known }
    names += 1
    let name = "t\(names)"
    _ = try answer(to: PQsendPrepare(handle, name, sql, Int32(values.count), values.map(\.type)))
    prepared[key] = name
    return name
  }

  /// Sends rows to a table by binary `COPY … FROM STDIN`, without waiting. A later call throws errors of the server, at
  /// the latest `COMMIT`.
  func copy(into table: String, columns: [String], _ data: [UInt8]) throws {
    let sql = "COPY \(table) (\(columns.joined(separator: ","))) FROM STDIN (FORMAT binary)"
    if piecesToSend == 0 || piecesToSend == Self.piecesAhead { try settle(upTo: Self.piecesAhead - 1) }
    piecesToSend += 1
    hasChanges = true
    sender.put { try self.send(sql, data) }
  }

  private func send(_ sql: String, _ data: [UInt8]) throws {
    try checkSent(PQsendQuery(handle, sql))
    let result = try next()
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else {
      let error = error(result)
      try skip()
      throw error
    }
    let isSent = data.withUnsafeBytes { bytes in
      PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
    }
    try checkSent(isSent ? PQputCopyEnd(handle, nil) : 0)
    _ = try answers()
  }

  /// Waits for the results of what was sent before.
  /// - Parameter rest: how many chunks may remain unfinished; after a failed chunk, none.
  private func settle(upTo rest: Int = 0) throws {
    var result = Result<Void, any Error>.success(())
    while piecesToSend > (result.isFailure ? 0 : rest) {
      let next = sender.next()
      if !result.isFailure { result = next }
      piecesToSend -= 1
    }
    try result.get()
    guard hasAnswerToCome else { return }
    hasAnswerToCome = false
    _ = try answers()
  }
}

extension PostgresConnection {
  /// Waits for the result of a statement; of several statements, the last result or the first error.
  /// - Parameter sent: sends the statement; 1 if that succeeded.
  private func answer(to sent: @autoclosure () -> Int32) throws -> PostgresResult {
    try settle()
    try checkSent(sent())
    return try answers()
  }

  private func answers() throws -> PostgresResult {
    var last = PostgresResult(nil)
    var failure: StorageError?
    while let result = try next() {
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK: last = PostgresResult(result)
      default:
        failure = failure ?? error(result)
        PQclear(result)
      }
    }
    if let failure { throw failure }
    return last
  }

  private func checkSent(_ sent: Int32) throws {
    guard sent == 1 else { throw error(nil) }
    // The transaction was cancelled before there was a statement to cancel.
    if call?.isCalledOff == true { brake.pull() }
  }

  private func skip() throws { while let rest = try next() { PQclear(rest) } }

  /// The next result; nil at the end.
  /// - Throws: `StorageError.busy` if the server is silent beyond the limit, and on every later call, since the
  ///   connection's state is then unknown.
  private func next() throws -> OpaquePointer? {
    while !isGivenUp, PQisBusy(handle) == 1 {
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, Int32(clamping: limit))
      if ready < 0, errno == EINTR { continue }
      if ready == 0 { isGivenUp = true }
      if ready > 0, PQconsumeInput(handle) == 0 { throw error(nil) }
    }
    if isGivenUp { throw StorageError.busy("The database server does not answer.") }
    return PQgetResult(handle)
  }

  private func error(_ result: OpaquePointer?) -> StorageError {
    let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    if ["40001", "40P01"].contains(state) { hadConflict = true }
    let isWanted = call?.isCalledOff != true
    return .postgres(state: state, Self.message(handle), isBroken: isBroken, isWanted: isWanted)
  }

  private static func message(_ handle: OpaquePointer) -> String {
    var text = String(cString: PQerrorMessage(handle))
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
