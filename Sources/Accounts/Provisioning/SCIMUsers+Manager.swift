import DatabaseAccess
import Import
import Records
import SCIM

// The manager named by the directory, among the managers that a user may have.

extension SCIMUsers {
  /// Opens and closes the manager relation that the directory provisions. A reference to a user that does not exist yet
  /// is stored (`WaitingManagers`).
  static func appoint(
    _ manager: SCIMManager, of key: Int, _ id: String, _ importSession: inout ImportSession, _ store: SCIMStore
  ) throws {
    let session = store.session
    let shown = try managers(of: [key], session)[key]
    switch manager {
    case .unsaid: try appointAwaited(key, id, &importSession, store)
    case .removed:
      try importSession.add(InMemoryRecords(.managers, try closing(shown, of: key, store)))
      try keep(nil, waitingFor: nil, of: key, session)
    case .leftOut:
      try importSession.add(InMemoryRecords(.managers, try closing(try named(key, session), of: key, store)))
      try keep(nil, waitingFor: nil, of: key, session)
    case .named(let reference):
      guard let found = try SCIMReference(reference, session) else {
        try importSession.add(InMemoryRecords(.managers, try closing(try named(key, session), of: key, store)))
        return try keep(nil, waitingFor: reference, of: key, session)
      }
      // Users cannot manage themselves; ignored, like other invalid optional values.
      guard found.key != key else { return }
      try open(found, of: key, id, inPlaceOf: shown, &importSession, store)
    }
  }

  /// Opens the relation to a manager who was created while this user was deactivated.
  private static func appointAwaited(_ key: Int, _ id: String, _ importSession: inout ImportSession, _ store: SCIMStore)
    throws
  {
    let reference = try store.session.first(
      """
      SELECT d.manager_reference FROM directory_users AS d JOIN users AS u ON u.key = d.user_key AND u.deleted_at IS NULL
      WHERE d.user_key = \(key) AND d.manager_reference IS NOT NULL
      """
    ) { $0.text(at: 0) }
    guard let reference, let found = try SCIMReference(reference, store.session), found.key != key else {
      return
    }
    try open(found, of: key, id, inPlaceOf: nil, &importSession, store)
  }

  private static func open(
    _ manager: SCIMReference, of key: Int, _ id: String, inPlaceOf shown: String?, _ importSession: inout ImportSession,
    _ store: SCIMStore
  ) throws {
    var rows: [RecordRow] = []
    if shown.map({ Array($0.utf8) }) != Array(manager.id.utf8) { rows += try closing(shown, of: key, store) }
    let isOpen =
      try store.session.number(
        "SELECT count(*) FROM managers WHERE user_key = \(key) AND manager_key = \(manager.key) AND until IS NULL") > 0
    if !isOpen { rows.append(.manager(manager.id, of: id, since: store.context.now)) }
    try importSession.add(InMemoryRecords(.managers, rows))
    try keep(manager.key, waitingFor: nil, of: key, store.session)
  }

  private static func closing(_ manager: String?, of key: Int, _ store: SCIMStore) throws -> [RecordRow] {
    guard let manager else { return [] }
    return try UserDeletion.open(.managers, "AND o.id = \(manager)", of: key, until: store.context.now, store.session)
  }

  /// The id of the manager that the directory named.
  private static func named(_ key: Int, _ session: any SQLSession) throws -> String? {
    try session.first(
      """
      SELECT p.id FROM directory_users AS d JOIN users AS p ON p.key = d.manager_key WHERE d.user_key = \(key)
      """
    ) { $0.text(at: 0) }
  }

  private static func keep(
    _ manager: Int?, waitingFor reference: String?, of key: Int, _ session: any SQLSession
  ) throws {
    let lowered = reference.map { SCIMUser.userNameKey($0) }
    try session.run(
      """
      UPDATE directory_users SET manager_key = \(manager), manager_reference = \(reference),
        manager_reference_key = \(lowered) WHERE user_key = \(key)
      """)
  }
}
