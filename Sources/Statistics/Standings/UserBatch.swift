import DatabaseAccess
import Records
import Store

/// Some users whose facts are looked at together: those whom other records touch, and those of whom facts come in.
struct UserBatch: Sendable {
  var touched: [Int] = []
  /// By kind, in the order of `FactTable.all`; as `RowsByUser` hands them out.
  fileprivate(set) var incoming = FactTable.all.map { _ in PackedRows() }
  /// By kind: whether rows that come in leave values out.
  fileprivate var isPartial = FactTable.all.map { _ in false }
  /// Whether every attempt that came in could be read.
  fileprivate var knowsAttempts = true
  var stored = StoredFacts()
  /// By kind: when what is stored and does not come in was withdrawn; nil: it stays.
  fileprivate(set) var ends: [Int?] = FactTable.all.map { _ in nil }

  /// What has come of it: everything that is to be written.
  struct Outcome: Sendable {
    /// Whose standings are made anew.
    var users: [Int] = []
    /// Those of them whom only their facts touch.
    var touchedByFacts: [Int] = []
    /// By kind of fact.
    var receipts: [Receipt] = []
    /// By kind of fact.
    var faults: [[RowFault]] = []
    /// By kind of fact.
    var written: [FactMerge.Written] = []
    /// By table, in the order of `UserStandings.types`.
    var standings = UserStandings.types.map { _ in PackedRows() }
  }

  private func merges() -> [FactMerge] {
    var merges = FactTable.all.indices.map {
      FactMerge(
        FactTable.all[$0], stored: stored.facts[$0], incoming: incoming[$0], isPartial: isPartial[$0],
        ending: ends[$0])
    }
    if knowsAttempts { for index in merges.indices { merges[index].checkAttempts(incoming[index], among: merges[0]) } }
    return merges
  }

  /// What is wrong with the facts that come in, and nothing else: none of them will be written.
  func judged() -> Outcome {
    var outcome = Outcome()
    let merges = merges()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    return outcome
  }

  /// Puts the facts that come in to those that are there, and makes the standings. Reads no database.
  func outcome(_ curriculum: Curriculum) -> Outcome {
    let merges = merges()
    var outcome = Outcome()
    outcome.touchedByFacts = merges.reduce(into: Set()) { $0.formUnion($1.users) }.subtracting(touched).sorted()
    outcome.users = (touched + outcome.touchedByFacts).sorted()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    guard !outcome.users.isEmpty, merges.allSatisfy(\.faults.isEmpty) else { return outcome }
    var merged = stored
    merged.facts = merges.map(\.all)
    let facts = merged.facts(of: outcome.users)
    var supersessions: [Int: [Supersession]] = [:]
    for user in outcome.users {
      let standings = UserStandings(facts[user] ?? UserFacts(), curriculum)
      standings.pack(user, into: &outcome.standings)
      supersessions[user] = standings.supersessions
    }
    outcome.written = zip(FactTable.all, merges).map { table, merge in
      merge.written(table.derived.isEmpty ? nil : merge.all.derived(supersessions, table.withdrawal))
    }
    return outcome
  }
}

extension PackedRows {
  /// For each attempt its `FactTable.derived`; an empty row where its user has none. Those that were withdrawn stand beside
  /// the others, and neither replace one nor are replaced.
  /// - Parameter withdrawal: the column that is empty in those that count.
  fileprivate func derived(_ supersessions: [Int: [Supersession]], _ withdrawal: Int) -> PackedRows {
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
      rows.append(isWithdrawn ? nil : own[place].supersededAt)
      rows.append(isWithdrawn ? nil : own[place].overtakenAt)
      if !isWithdrawn { place += 1 }
    }
    return rows
  }
}

/// The users of the table `touched` and those of whom facts come in, by their keys, some hundred at a time: memory grows
/// with neither users nor facts.
struct UserBatches {
  private static let usersAtOnce = 256
  /// Bytes of facts that come in; the last user's are taken whole.
  private static let bytesAtOnce = 1 << 19

  private let session: any SQLSession
  private let incoming: [(table: Int, rows: RowsByUser)]
  private var empty = UserBatch()
  private let reader: FactReader
  private var touched = TouchedUsers()
  private var holders: [FactHolders]

  /// - Parameters:
  ///   - snapshot: kinds of which what comes in is all that its source has.
  ///   - knowsAttempts: whether every attempt that came in could be read.
  init(
    _ session: any SQLSession, _ incoming: [FactStage], _ snapshot: Snapshot? = nil, knowsAttempts: Bool = true
  ) throws {
    self.session = session
    let ends = FactTable.all.map { snapshot?.end(of: $0.kind) }
    holders = zip(FactTable.all, ends).filter { $0.1 != nil }.map { FactHolders($0.0) }
    empty.ends = ends
    empty.knowsAttempts = knowsAttempts
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
    touched.take(upTo: end, into: &batch)
    let untouched = Set(users).subtracting(batch.touched).sorted()
    let all = (batch.touched + untouched).sorted()
    if all.isEmpty { return nil }
    batch.stored.facts = try reader.facts(
      of: all, whole: zip(batch.incoming, batch.ends).map { !$0.isEmpty || $1 != nil })
    if !untouched.isEmpty { try reader.readPlaces(of: untouched, into: &batch.stored) }
    return batch
  }

  /// Takes facts as many as a batch holds. Lowers the end to the last user whose facts are in it.
  private mutating func takeIncoming(upTo end: inout Int, into batch: inout UserBatch) throws -> [Int] {
    var users: [Int] = []
    while let user = try nextUser(), user <= end {
      if users.count == Self.usersAtOnce || batch.incoming.contains(where: { $0.bytes.count > Self.bytesAtOnce }) {
        end = users[users.count - 1]
        return users
      }
      for (index, rows) in incoming { try rows.take(user, into: &batch.incoming[index]) }
      for index in holders.indices { holders[index].pass(user) }
      users.append(user)
    }
    return users
  }

  /// Who is next of those of whom facts come in, or might have.
  private mutating func nextUser() throws -> Int? {
    var users = try incoming.compactMap { try $0.rows.nextUser() }
    for index in holders.indices { if let user = try holders[index].next(session) { users.append(user) } }
    return users.min()
  }
}

/// The users who have facts of a kind that were not withdrawn, by their keys: of a snapshot those are looked at too of whom
/// nothing comes in.
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
