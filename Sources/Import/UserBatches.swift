import DatabaseAccess
import Records
import Statistics
import Store

/// The users of the table `touched` and those with imported facts, by key, some hundred at a time: memory use is
/// independent of the number of users and facts.
struct UserBatches {
  private static let usersAtOnce = 256
  /// Bytes of imported facts; the last user's facts are not split.
  private static let bytesAtOnce = 1 << 19

  private let session: any SQLSession
  private let incoming: [(table: Int, rows: UserSortedRows)]
  private var empty = UserBatch()
  private let reader: FactReader
  private var touched = AffectedUsers()
  private var holders: [FactHolders]

  /// - Parameters:
  ///   - snapshot: kinds for which the import is everything that its source has.
  ///   - knowsAttempts: whether every imported attempt could be read.
  ///   - rebuilds: whether supersessions are recomputed even if no fact has changed.
  init(
    _ session: any SQLSession, _ incoming: [FactStage], _ snapshot: Snapshot? = nil, knowsAttempts: Bool = true,
    rebuilds: Bool = false
  ) throws {
    self.session = session
    let ends = FactTable.all.map { snapshot?.end(of: $0.kind) }
    holders = zip(FactTable.all, ends).filter { $0.1 != nil }.map { FactHolders($0.0) }
    empty.ends = ends
    empty.knowsAttempts = knowsAttempts
    empty.rebuilds = rebuilds
    empty.isPartial = FactTable.all.map { table in incoming.contains { $0.table.kind == table.kind && $0.isPartial } }
    self.incoming = FactTable.all.enumerated().flatMap { index, table in
      incoming.filter { $0.table.kind == table.kind }.map { (index, $0.rows) }
    }
    reader = try FactReader(session)
  }

  /// - Returns: nil at the end.
  mutating func next() throws -> UserBatch? {
    try touched.refill(session, reader)
    let next = touched.users.prefix(Self.usersAtOnce)
    var end = touched.isLast && next.count == touched.users.count ? Int.max : next.last ?? Int.max
    var batch = empty
    let users = try takeIncoming(upTo: &end, into: &batch)
    touched.move(upTo: end, into: &batch)
    let untouched = Set(users).subtracting(batch.touched).sorted()
    let all = (batch.touched + untouched).sorted()
    if all.isEmpty { return nil }
    batch.stored.facts = try reader.facts(
      of: all, whole: zip(batch.incoming, batch.ends).map { !$0.isEmpty || $1 != nil || batch.rebuilds })
    if !untouched.isEmpty { try reader.readPlaces(of: untouched, into: &batch.stored) }
    for (index, table) in FactTable.all.enumerated() where batch.ends[index] != nil {
      batch.kept[index] = try derived(table, all)
    }
    return batch
  }

  /// Facts that follow from statements, not from the source of a snapshot.
  private func derived(_ table: FactTable, _ users: [Int]) throws -> Set<FactKey> {
    Set(
      try session.all(
        """
        SELECT u.key, d.id FROM users AS u CROSS JOIN derived_records AS d
        WHERE u.key \(anyOf: users) AND d.user_id = u.id AND d.kind = \(table.kind.name) AND d.state <> 'imported'
        """
      ) { FactKey(user: $0.integer(at: 0), id: ID(text: $0.text(at: 1))) })
  }

  /// Takes as many facts as fit into a batch. Lowers `end` to the last user whose facts are in it.
  private mutating func takeIncoming(upTo end: inout Int, into batch: inout UserBatch) throws -> [Int] {
    var users: [Int] = []
    while let user = try nextUser(), user <= end {
      if users.count == Self.usersAtOnce || batch.incoming.contains(where: { $0.bytes.count > Self.bytesAtOnce }) {
        end = users[users.count - 1]
        return users
      }
      for (index, rows) in incoming { try rows.move(user, into: &batch.incoming[index]) }
      for index in holders.indices { holders[index].pass(user) }
      users.append(user)
    }
    return users
  }

  /// The next user with imported facts, or with stored facts of a snapshot's kind.
  private mutating func nextUser() throws -> Int? {
    var users = try incoming.compactMap { try $0.rows.nextUser() }
    for index in holders.indices { if let user = try holders[index].next(session) { users.append(user) } }
    return users.min()
  }
}

/// The users who have facts of a kind that are not withdrawn, by key: with a snapshot, users without imported facts
/// have to be processed too.
private struct FactHolders {
  private static let usersAtOnce = 4_096

  private let table: FactTable
  private var users: ArraySlice<Int> = []
  private var last = Int.min
  private var isDone = false

  init(_ table: FactTable) { self.table = table }

  mutating func next(_ session: any SQLSession) throws -> Int? {
    if users.isEmpty, !isDone {
      let found = try session.all(
        """
        SELECT DISTINCT f.user_key FROM \(raw: table.kind.name) AS f WHERE f.user_key > \(last)
        ORDER BY f.user_key LIMIT \(Self.usersAtOnce)
        """
      ) { $0.integer(at: 0) }
      isDone = found.count < Self.usersAtOnce
      last = found.last ?? last
      users = found[...]
    }
    return users.first
  }

  mutating func pass(_ user: Int) { if users.first == user { users.removeFirst() } }
}
