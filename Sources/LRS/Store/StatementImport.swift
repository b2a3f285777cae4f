package import DatabaseAccess
import Records
package import Support

/// Imports statements of another LRS, all or nothing, in one transaction (xapi.md §16). `stored` and `authority` are kept.
package struct StatementImport {
  private let session: any SQLSession
  private let insert: StatementInsert
  private let isLenient: Bool
  private let newID: @Sendable () -> String
  private var batch: StatementBatch?
  private var places: [String: String] = [:]
  package private(set) var outcome = Outcome()

  /// What an import found and did.
  package struct Outcome: Sendable {
    /// Numbers of statements: in the files, new to the store, and set aside.
    package fileprivate(set) var read = 0
    package fileprivate(set) var added = 0
    package fileprivate(set) var refused = 0
    /// What is wrong with statements, with their places; the first ones.
    package fileprivate(set) var faults: [String] = []
    package fileprivate(set) var faultCount = 0
  }

  private static let statementsAtOnce = 500
  private static let faultLimit = 100

  /// - Parameters:
  ///   - sender: for statements without `authority`.
  ///   - now: for those without `stored`, in microseconds since 1970.
  package init(
    _ session: any SQLSession, by sender: StatementSender, now: Int, isLenient: Bool,
    deriving settings: DerivationSettings, newID: @escaping @Sendable () -> String
  ) throws {
    (self.session, self.isLenient, self.newID) = (session, isLenient, newID)
    insert = StatementInsert(session, by: sender, now: now, deriving: settings)
    for table in ["imported_statements", "changed_statements"] {
      try session.run("DROP TABLE IF EXISTS \(raw: table)")
    }
    try session.run("CREATE TEMP TABLE imported_statements (id text PRIMARY KEY, place text NOT NULL)")
    try session.run("CREATE TEMP TABLE changed_statements (id text PRIMARY KEY)")
  }

  /// Adds the statements in a JSON value of a file: a statement, a StatementResult, or a document of an LRS's export.
  /// - Parameter place: the file and the line, for messages.
  package mutating func add(_ value: JSONValue, at place: String) throws {
    if value["actor"] == nil, let statements = value.items ?? value["statements"]?.items {
      for (index, statement) in statements.enumerated() {
        try add(statement: statement, nil, "\(place), statement \(index + 1)")
      }
    } else if value["actor"] == nil, let document = value["statement"] ?? value["payload"], document.members != nil {
      try add(statement: document.withPlainKeys, value["stored"], place)
    } else {
      try add(statement: value, nil, place)
    }
  }

  /// - Parameter stored: what the document around the statement says.
  private mutating func add(statement: JSONValue, _ stored: JSONValue?, _ place: String) throws {
    outcome.read += 1
    guard statement.items == nil else { return refuse("\(place): is a list, not a statement.") }
    let version: XAPIVersion = statement["version"]?.string?.startsWithBytes(of: "2.") == true ? .v2 : .v1
    let time = (statement["stored"] ?? stored?["$date"] ?? stored)?.string
    var own: StatementBatch
    do throws(StatementFault) {
      own = try StatementBatch(statement, version, isLenient: isLenient, newID: newID)
      try keep(time, authority: statement["authority"], of: &own)
    } catch {
      return refuse("\(place): \(error.description)")
    }
    guard let id = own.ids.first?.asciiLowercased else { return refuse("\(place): has no statement.") }
    if batch?.version != version || places[id] != nil || batch?.ids.count == Self.statementsAtOnce { try flush() }
    places[id] = place
    if batch == nil { batch = own } else { batch?.append(own) }
  }

  private func keep(
    _ stored: String?, authority: JSONValue?, of batch: inout StatementBatch
  ) throws(StatementFault) {
    do throws(StatementFault) {
      batch.keep(stored: try microseconds(stored), authority: authority)
    } catch {
      guard isLenient else { throw error }
      batch.setAside(error.description) { _ in true }
    }
  }

  /// Statements that arrive later get a later `stored`: so none may be in the future.
  private func microseconds(_ text: String?) throws(StatementFault) -> Int? {
    guard let text else { return nil }
    guard let time = Timestamp.microseconds(text, .v1) else {
      throw StatementFault(path: "stored", reason: "is not a timestamp")
    }
    if time > insert.now { throw StatementFault(path: "stored", reason: "is in the future") }
    return time
  }

  /// Reports what is wrong with a statement or a file: then nothing may be imported.
  package mutating func refuse(_ fault: String) {
    outcome.faultCount += 1
    if outcome.faults.count < Self.faultLimit { outcome.faults.append(fault) }
  }

  private mutating func flush() throws {
    guard var batch else { return }
    self.batch = nil
    defer { places = [:] }
    while true {
      do {
        let (changed, added) = try insert.insert(batch, [])
        outcome.added += added
        outcome.refused += batch.refused.count
        return try note(changed)
      } catch let conflict as StatementConflict {
        let reason = try words(conflict)
        guard isLenient else { return refuse("\(places[conflict.id] ?? ""): \(reason)") }
        batch.setAside(reason) { $0.id == conflict.id }
      }
    }
  }

  private func note(_ changed: [String]) throws {
    for id in Set(changed) {
      try session.run("INSERT INTO changed_statements (id) VALUES (\(id)) ON CONFLICT DO NOTHING")
    }
    for (id, place) in places {
      try session.run("INSERT INTO imported_statements (id, place) VALUES (\(id), \(place)) ON CONFLICT DO NOTHING")
    }
  }

  private func words(_ conflict: StatementConflict) throws -> String {
    let other = try session.first("SELECT place FROM imported_statements WHERE id = \(conflict.id)") { $0.text(at: 0) }
    let place = other.map { "at \($0)" } ?? "in the store"
    return "differs from the statement with the id \(conflict.id) \(place)."
  }

  /// Derives what follows from all of them, unless there were faults.
  package mutating func finish() throws {
    try flush()
    if !outcome.faults.isEmpty { return }
    try DerivationRun.catchUp(session, insert.settings)
    guard var run = try DerivationRun(session, insert.settings) else { return try DerivationRun.noteAll(session) }
    try run.run(changedIn: "changed_statements")
  }
}

extension JSONValue {
  /// The value with the dots that Learning Locker writes as `&46;` in keys.
  fileprivate var withPlainKeys: JSONValue {
    switch self {
    case .array(let items): .array(items.map(\.withPlainKeys))
    case .object(let members): .object(members.map { ($0.0.replacing("&46;", with: "."), $0.1.withPlainKeys) })
    default: self
    }
  }
}
