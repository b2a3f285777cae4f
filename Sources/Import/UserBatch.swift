import DatabaseAccess
import Records
import Statistics
import Store

/// Users whose facts are processed together: those affected by other records and those with imported facts.
struct UserBatch: Sendable {
  var touched: [Int] = []
  /// By kind, in the order of `FactTable.all`; rows as `UserSortedRows` returns them.
  var incoming = FactTable.all.map { _ in PackedRows() }
  /// By kind: whether imported rows omit values.
  var isPartial = FactTable.all.map { _ in false }
  /// Whether every imported attempt could be read.
  var knowsAttempts = true
  /// Whether supersessions are recomputed even if no fact has changed.
  fileprivate var rebuilds = false
  var stored = StoredFacts()
  /// By kind: the withdrawal time of stored facts that are missing from the import; nil: they are kept.
  fileprivate(set) var ends: [Int?] = FactTable.all.map { _ in nil }
  /// By kind: facts that are not withdrawn, because they follow from statements.
  fileprivate var kept: [Set<FactKey>] = FactTable.all.map { _ in [] }

  /// Everything that is to be written.
  struct Outcome: Sendable {
    /// Users whose standings are recomputed.
    var users: [Int] = []
    /// Those of them who are affected only by their facts.
    var touchedByFacts: [Int] = []
    /// By kind of fact.
    var receipts: [ImportCounts] = []
    /// By kind of fact, only for a few facts (`FactRefresh`): the count of each record by its line.
    var countsByLine: [[Int: ImportCounts]] = []
    /// By kind of fact.
    var faults: [[RowError]] = []
    /// By kind of fact.
    var written: [FactMerge.Written] = []
    /// By kind of fact: stored ones that imported ones have changed.
    var replaced: [[FactKey]] = []
    /// By table, in the order of `UserStandings.types`.
    var standings = UserStandings.types.map { _ in PackedRows() }
  }

  private func merges() -> [FactMerge] {
    var merges = FactTable.all.indices.map {
      FactMerge(
        FactTable.all[$0], stored: stored.facts[$0], incoming: incoming[$0], isPartial: isPartial[$0],
        ending: ends[$0], keeping: kept[$0], updatesDerived: rebuilds && !FactTable.all[$0].derived.isEmpty)
    }
    if knowsAttempts { for index in merges.indices { merges[index].checkAttempts(incoming[index], among: merges[0]) } }
    return merges
  }

  /// Only the errors of the imported facts, for an import of which nothing will be written.
  func judged() -> Outcome {
    var outcome = Outcome()
    let merges = merges()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    return outcome
  }

  /// Merges imported with stored facts and computes the standings. Does not read from the database.
  /// - Parameter affected: limits the standings; nil: all. `stored` has at least the facts that they are computed from.
  func outcome(_ curriculum: Curriculum, only affected: AffectedStandings? = nil) -> Outcome {
    let merges = merges()
    var outcome = Outcome()
    if affected != nil { outcome.countsByLine = merges.map(\.countsByLine) }
    outcome.touchedByFacts = merges.reduce(into: Set()) { $0.formUnion($1.users) }.subtracting(touched).sorted()
    outcome.users = (touched + outcome.touchedByFacts).sorted()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    guard !outcome.users.isEmpty, merges.allSatisfy(\.faults.isEmpty) else { return outcome }
    var merged = stored
    merged.facts = merges.map(\.all)
    outcome.replaced = merges.map(\.replaced)
    let facts = merged.facts(of: outcome.users)
    var supersessions: [Int: [Supersession]] = [:]
    for user in outcome.users {
      let standings = UserStandings(facts[user] ?? UserFacts(), curriculum)
      standings.pack(user, only: affected, into: &outcome.standings)
      supersessions[user] = standings.supersessions
    }
    outcome.written = zip(FactTable.all, merges).map { table, merge in
      merge.written(
        table.derived.isEmpty ? nil : merge.all.derived(supersessions, table, affected?.programSessions))
    }
    return outcome
  }
}

extension PackedRows {
  /// For each attempt its `FactTable.derived`; an empty row if they stay as they are. Withdrawn attempts neither
  /// replace others nor are replaced.
  /// - Parameter sessions: the program sessions all of whose attempts are given; nil: all.
  fileprivate func derived(
    _ supersessions: [Int: [Supersession]], _ table: FactTable, _ sessions: Set<Int>?
  ) -> PackedRows {
    let (withdrawal, session) = (table.withdrawal, table.position(of: "program_session_key"))
    var rows = PackedRows()
    var attempt = PackedRow(self)
    var (user, place): (Int?, Int) = (nil, 0)
    var own: [Supersession]?
    for row in 0..<count {
      attempt.move(to: range(row))
      if attempt.integer(0) != user {
        user = attempt.integer(0)
        own = user.flatMap { supersessions[$0] }
        place = 0
      }
      rows.beginRow()
      guard let own else { continue }
      let isWithdrawn = attempt.integer(withdrawal) != nil
      defer { if !isWithdrawn { place += 1 } }
      if let sessions, let session = attempt.integer(session), !sessions.contains(session) { continue }
      rows.append(isWithdrawn ? nil : own[place].supersededAt)
      rows.append(isWithdrawn ? nil : own[place].overtakenAt)
    }
    return rows
  }
}

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
