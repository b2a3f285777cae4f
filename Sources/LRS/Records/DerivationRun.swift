package import DatabaseAccess
import Records

/// Derives the records of those learners, and about those activities, that some statements affect (xapi.md §1.6), in the
/// transaction of these statements.
package struct DerivationRun {
  let session: any SQLSession
  let settings: DerivationSettings
  let actors: ActorRegistry
  let learners: LearnerLoader
  let traces: TraceStore
  let records: DerivedRecordTable
  let owner: ID
  /// Twins, and posts, as they were before this run; by IRI.
  private var formerTwins: [ID: Bool] = [:]
  private var formerPosts: [ID: PostState?] = [:]
  /// The learners that were read last.
  private var latest: (users: [ID], learners: LearnerLoader.Learners)?
  /// Activities whose shared records are derived at the end.
  var subjects: Set<ID> = []

  /// - Parameter writesIdentities: whether finding a user by address writes the identity.
  /// - Returns: nil if the platform has no owner yet, who would be the author of courses.
  package init?(_ session: any SQLSession, _ settings: DerivationSettings, writesIdentities: Bool = true) throws {
    let owner = try session.first(
      """
      SELECT u.id FROM groups AS g JOIN memberships AS m ON m.group_key = g.key JOIN users AS u ON u.key = m.user_key
      WHERE g.parent IS NULL AND m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL ORDER BY u.id LIMIT 1
      """
    ) { ID(text: $0.text(at: 0)) }
    guard let owner else { return nil }
    (self.session, self.settings, self.owner) = (session, settings, owner)
    actors = ActorRegistry(session: session, settings: settings, writesIdentities: writesIdentities)
    let platforms = PlatformLoader(session: session, settings: settings, owner: owner)
    learners = LearnerLoader(session: session, actors: actors, platforms: platforms)
    traces = TraceStore(session)
    records = DerivedRecordTable(session)
  }

  /// Derives what follows from statements that are new, void, or have another copy, and writes it.
  /// - Parameter keys: of these statements.
  /// - Returns: the records that were changed or removed.
  mutating func run(_ keys: [Int]) throws -> DerivedRecordWriter.Changes {
    let index = ReadIndex(session: session, actors: actors)
    let changes = try index.update(keys)
    try derive(changes, index)
    let writer = try DerivedRecordWriter(session)
    try writer.run()
    return writer.changes
  }

  /// The same for all statements whose ids are in a table, which need not fit into memory.
  mutating func run(changedIn table: String) throws {
    let index = ReadIndex(session: session, actors: actors)
    var (changes, last) = (ReadIndex.Changes(), Int.min)
    while true {
      let keys = try session.all(
        """
        SELECT s.key FROM statements AS s JOIN \(raw: table) AS c ON c.id = s.id
        WHERE s.key > \(last) ORDER BY s.key LIMIT \(ReadIndex.statementsAtOnce)
        """
      ) { $0.integer(at: 0) }
      guard let end = keys.last else { break }
      changes.add(try index.update(keys))
      last = end
    }
    try derive(changes, index)
    try DerivedRecordWriter(session).run()
  }

  /// Enters in `derived_records` what follows from changes.
  mutating func derive(_ changes: ReadIndex.Changes, _ index: ReadIndex) throws {
    var users = changes.users.union(try index.users(naming: changes.structural))
    users.formUnion(try traces.users(.badge, changes.activities.values))
    subjects.formUnion(changes.activities.values)
    subjects.formUnion(try traces.details(.reply, changes.activities.values))
    for chunk in try chunks(ofUsers: users) { try noteStatements(of: chunk) }
    users.formUnion(try affectedByTwins())
    users.formUnion(try affectedByPosts())
    for chunk in try chunks(ofUsers: users) { try deriveRecords(of: chunk) }
    latest = nil
    try deriveShared()
  }

  private static let chunkSize = 100
  private static let statementsAtOnce = 10_000

  /// Users whose statements are in memory together.
  private func chunks(ofUsers users: Set<ID>) throws -> [[ID]] {
    if users.count <= 1 { return [users.sorted()].filter { !$0.isEmpty } }
    var counts: [ID: Int] = [:]
    try session.each(
      """
      SELECT a.user_id, count(*) FROM statement_actors AS a JOIN read_statements AS r ON r.actor = a.hash
      WHERE a.user_id \(anyOf: users.map(\.text)) GROUP BY a.user_id
      """
    ) { counts[ID(text: $0.text(at: 0))] = $0.integer(at: 1) }
    var (chunks, count): ([[ID]], Int) = ([], 0)
    for user in users.sorted() {
      let own = counts[user] ?? 0
      if let last = chunks.last, last.count < Self.chunkSize, count + own <= Self.statementsAtOnce {
        chunks[chunks.count - 1].append(user)
        count += own
      } else {
        chunks.append([user])
        count = own
      }
    }
    return chunks
  }

  /// Reads learners; those that were read last are kept, because a statement affects few users, who are read twice.
  private mutating func load(_ users: [ID]) throws -> LearnerLoader.Learners {
    if let latest, latest.users == users { return latest.learners }
    latest = nil
    let loaded = try learners.load(users)
    latest = (users, loaded)
    return loaded
  }

  static func chunks<Element: Comparable>(_ elements: Set<Element>) -> [[Element]] {
    let sorted = elements.sorted()
    return stride(from: 0, to: sorted.count, by: chunkSize).map { start in
      Array(sorted[start..<min(sorted.count, start + chunkSize)])
    }
  }

  /// Enters what the statements of learners say about courses and posts.
  private mutating func noteStatements(of users: [ID]) throws {
    let loaded = try load(users)
    let former = try traces.stored(TraceKind.ofStatements, of: users)
    let histories = Dictionary(loaded.histories.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first })
    for user in users {
      let (old, new) = (former[user] ?? [], histories[user]?.traces(loaded.courses.activities, loaded.directory) ?? [])
      for trace in old.symmetricDifference(new) { try noteChange(trace) }
      try traces.replace(old, with: new, of: user)
    }
  }

  /// To be called before the trace is changed.
  private mutating func noteChange(_ trace: LearnerTrace) throws {
    switch trace.kind {
    case .course: subjects.insert(trace.iri)
    case .twin where formerTwins[trace.iri] == nil: formerTwins[trace.iri] = try traces.exists(.twin, trace.iri)
    case .post where formerPosts[trace.iri] == nil, .deletion where formerPosts[trace.iri] == nil:
      formerPosts.updateValue(try traces.post(trace.iri), forKey: trace.iri)
    case .reply:
      if let object = trace.detail { subjects.insert(object) }
    default: break
    }
  }

  /// The users whose records name the session of a course that was gained or lost.
  private mutating func affectedByTwins() throws -> Set<ID> {
    let changed = try formerTwins.filter { try traces.exists(.twin, $0.key) != $0.value }.keys
    subjects.formUnion(changed)
    return try traces.users(.course, changed)
  }

  /// The users with likes on objects that became posts or are posts no more.
  private mutating func affectedByPosts() throws -> Set<ID> {
    var moved: Set<ID> = []
    for (object, former) in formerPosts {
      let post = try traces.post(object)
      if post == former { continue }
      if (post == nil) != (former == nil) { moved.insert(object) }
      subjects.insert(object)
      subjects.formUnion([former?.course, post?.course].compactMap(\.self))
      subjects.formUnion(try traces.details(.reply, [object]))
      let place = { (state: PostState?) -> Set<LearnerTrace> in
        Set(state.map { [LearnerTrace(.placed, $0.course, $0.position, object)] } ?? [])
      }
      try traces.replace(place(former), with: place(post), of: ID(text: ""))
    }
    return try traces.users(.like, moved)
  }

  private mutating func deriveRecords(of users: [ID]) throws {
    let loaded = try load(users)
    let former = try traces.stored(TraceKind.ofRecords, of: users)
    let entries = loaded.histories.flatMap(\.entries)
    let twins = try Set(entries.compactMap(\.course)).filter { try traces.exists(.twin, $0) }
    let liked = Set(entries.filter { $0.verb == .liked }.map(\.object))
    let shared = SharedFacts(twins: twins, posts: try posts(liked))
    let inputs = LearnerRecords.Inputs(loaded.courses, shared, loaded.directory, settings)
    var (all, fresh) = (loaded.placeholders, [ID: Set<LearnerTrace>]())
    for history in loaded.histories {
      let own = LearnerRecords(history, inputs)
      all += own.records
      fresh[history.user] = own.traces
    }
    for user in users {
      let (old, new) = (former[user] ?? [], fresh[user] ?? [])
      for trace in old.symmetricDifference(new) where trace.kind != .asked { subjects.insert(trace.iri) }
      try traces.replace(old, with: new, of: user)
    }
    try records.replace(ofUsers: users, with: all)
  }

  /// The posts among some objects.
  func posts(_ objects: Set<ID>) throws -> [ID: SharedFacts.Post] {
    var posts: [ID: SharedFacts.Post] = [:]
    for object in objects {
      guard let state = try traces.post(object),
        let statement = try StatementLoader(session).statement(at: state.position)
      else { continue }
      posts[object] = SharedFacts.Post(
        author: state.author, statement: statement, course: state.course,
        deletion: state.deletion.map { ExactTime(position: $0) })
    }
    return posts
  }
}
