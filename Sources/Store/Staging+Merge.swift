import DatabaseAccess
import Records

extension Staging {
  /// Checks the staged rows against the store and merges those without faults. Adds the users whose standings are
  /// affected to the temporary table `touched`, which the caller has created (`AffectedUserTable`).
  ///
  /// If there is any fault, the caller rolls everything back. Valid rows are merged anyway, so that later kinds can be
  /// checked against them.
  /// - Parameter end: the end of records that are missing from the source, in seconds UTC; nil keeps them.
  package func merge(faultLimit: Int, ending end: Int? = nil) throws -> (
    receipt: ImportCounts, faults: ValidationErrors
  ) {
    var faults = ValidationErrors(limit: faultLimit)
    try complete(isSnapshot: end != nil)
    try findContradictions(&faults)
    try resolve()
    try findUnknownReferences(&faults)
    // Finding duplicate keys sorts all rows. If all facts are new, the insertion detects duplicates anyway.
    let waits = kind.key.contains("user") && !hasFlaws
    if !waits { try findRowsTwice(&faults) }
    try findForeignValues(&faults)
    try dropFlawed()
    // An import that is rolled back does not need to end anything.
    let ended = try faults.isEmpty && !hasFlaws ? end.map(endMissing) ?? 0 : 0
    var receipt = try difference()
    if waits, receipt.changed + receipt.same > 0 {
      try findRowsTwice(&faults)
      if hasFlaws {
        try dropFlawed()
        receipt = try difference()
      }
    }
    if receipt.added + receipt.changed > 0 { try move(receipt, &faults) }
    receipt.changed -= ended
    receipt.ended = ended
    return (receipt, faults)
  }

  private func move(_ receipt: ImportCounts, _ faults: inout ValidationErrors) throws {
    try AffectedUserTable.before(self)
    try keepHistory()
    try noteForDerivation()
    if receipt.changed > 0 { try claimDerived() }
    if kind == .users { try freePlaceholders() }
    if receipt.changed > 0 {
      try revokeCredentials()
      try update()
    }
    if receipt.added > 0, try insert() < receipt.added { try explainMissingRows(&faults) }
    try link()
    if try concernsFacts(receipt) { try AffectedUserTable.after(self) }
    try findBrokenStructure(&faults)
  }

  /// Whether there may be facts in the imported structure. To look for them reads whole tables; new records have none.
  private func concernsFacts(_ receipt: ImportCounts) throws -> Bool {
    switch kind {
    case .questions, .assessments, .programSessions: return receipt.changed > 0
    case .programBlocks:
      let found = try session.first(
        "SELECT 1 FROM program_sessions WHERE program_key IN (SELECT r.program_key FROM resolved AS r) LIMIT 1"
      ) { _ in true }
      return found != nil
    default: return true
    }
  }

  private func explainMissingRows(_ faults: inout ValidationErrors) throws {
    let before = faults.count
    try findRowsTwice(&faults)
    guard faults.count > before else { throw StorageError.constraint("Rows of \(kind.name) contradict each other.") }
  }

  /// Creates `resolved`: the staged rows with keys in place of ids, in the storage order of the table.
  private func resolve() throws {
    let joins = table.references.map(\.join).joined(separator: "\n")
    let columns = table.columns.map { "\($0.expression) AS \($0.name)" }
    let unknown = table.references.grouped(by: \.field).map { field, references in
      "CASE WHEN s.f_\(field) IS NOT NULL\(Self.applies(references))"
        + references.map { " AND \($0.alias).key IS NULL" }.joined()
        + " THEN s.f_\(field) END AS bad_\(field)"
    }
    let order = kind == .users ? orderOfNames : kind.key.contains("user") ? orderOfFacts : "line"
    let list = (["s.line AS line"] + columns + unknown).joined(separator: ", ")
    try session.run("DROP TABLE IF EXISTS resolved")
    try session.run(
      SQLText(raw: "CREATE TEMP TABLE resolved AS SELECT \(list) FROM stage AS s \(joins) ORDER BY \(order)"))
  }

  /// An item is a reference only if the row's kind field has one of these values.
  private static func applies(_ references: [RecordTable.Reference]) -> String {
    let conditions = references.compactMap(\.condition)
    guard let field = conditions.first?.field else { return "" }
    return " AND s.f_\(field) IN (" + Set(conditions.map { "'\($0.value)'" }).sorted().joined(separator: ", ") + ")"
  }

  /// Lists and files read users by name. With keys in that order, consecutive users and their rows are stored next to
  /// each other, and an export reads each page once. This affects only speed.
  private var orderOfNames: String { "lower(s.f_last_name), lower(s.f_first_name), s.line" }

  private var orderOfFacts: String {
    (["user_key"]
      + kind.key.filter { $0 != "user" }.compactMap { name in
        table.columns.first { $0.name == name || $0.name == name + "_key" }?.name
      }).joined(separator: ", ")
  }

  /// Counts changes before anything is written, so that an import without changes writes nothing.
  private func difference() throws -> ImportCounts {
    let sql = """
      SELECT count(*), count(t.\(keyColumn)), coalesce(sum(CASE WHEN t.\(keyColumn) IS NOT NULL AND (\(table.differs)) THEN 1 ELSE 0 END), 0)
      FROM resolved AS r LEFT JOIN \(stored) AS t ON \(table.sameRecord)
      """
    let counts = try session.first(SQLText(raw: sql)) { ($0.integer(at: 0), $0.integer(at: 1), $0.integer(at: 2)) }
    let (all, known, changed) = counts ?? (0, 0, 0)
    return ImportCounts(added: all - known, changed: changed, same: known - changed)
  }

  /// A column of the table that is never NULL.
  var keyColumn: String {
    let name = kind == .enrolments ? "user" : kind.key[0]
    return table.columns.first { $0.name == name || $0.name == name + "_key" }?.name ?? "id"
  }

  /// The table, for joins with the resolved rows. If it is sharded by user, only the rows of the imported users, since
  /// Citus would otherwise move the whole table.
  var stored: String {
    guard session.dialect.traits.contains(.supportsSharding), Placement.byUser.tables.contains(table.name) else {
      return table.name
    }
    return "(SELECT * FROM \(table.name) WHERE user_key IN (SELECT user_key FROM resolved))"
  }

  /// The resolved rows, for joins in an update: Citus sends subqueries to its nodes, but not temporary tables.
  private var incoming: String {
    session.dialect.traits.contains(.supportsSharding) ? "(SELECT * FROM resolved)" : "resolved"
  }

  private func update() throws {
    let writer = table.hasSource ? ["source = '\(source.name)'"] : []
    let list = (table.columns.map { "\($0.name) = r.\($0.name)" } + writer).joined(separator: ", ")
    if kind == .users { try freeAddresses() }
    try session.run(
      SQLText(
        raw:
          "UPDATE \(table.name) AS t SET \(list) FROM \(incoming) AS r WHERE \(table.sameRecord) AND (\(table.differs))"
      ))
  }

  /// In one import, two users may swap addresses, and a user may get the address of one who is deleted. To avoid
  /// conflicts, each of them temporarily has a unique address.
  private func freeAddresses() throws {
    try session.run(
      """
      UPDATE users AS t SET email = ' ' || t.id FROM \(raw: incoming) AS r
      WHERE t.id = r.id AND (t.email <> r.email OR t.deleted_at IS DISTINCT FROM r.deleted_at)
      """)
  }

  /// - Returns: the number of inserted rows; duplicates of a just inserted row are not counted.
  private func insert() throws -> Int {
    let name = table.hasSource ? ["source"] : []
    let writer = table.hasSource ? ["'\(source.name)'"] : []
    let names = (table.columns.map(\.name) + name).joined(separator: ", ")
    let values = (table.columns.map { "r.\($0.name)" } + writer).joined(separator: ", ")
    return try session.run(
      SQLText(
        raw: """
          INSERT INTO \(table.name) (\(names)) SELECT \(values) FROM resolved AS r
          LEFT JOIN \(stored) AS t ON \(table.sameRecord) WHERE t.\(keyColumn) IS NULL ON CONFLICT DO NOTHING
          """))
  }

  /// Keeps the earlier interval of relations that were closed and are reopened.
  private func keepHistory() throws {
    guard let history = ["memberships": "membership_history", "managers": "manager_history"][kind.name] else { return }
    let keys = kind.name == "memberships" ? "user_key, group_key, role" : "user_key, manager_key"
    let olds = (keys + ", since, until").split(separator: ", ").map { "t.\($0)" }.joined(separator: ", ")
    try session.run(
      SQLText(
        raw: """
          INSERT INTO \(history) (\(keys), since, until) SELECT \(olds)
          FROM resolved AS r JOIN \(table.name) AS t ON \(table.sameRecord)
          WHERE t.until IS NOT NULL AND (r.until IS NULL OR coalesce(r.since, 0) > t.until)
          ON CONFLICT DO NOTHING
          """))
  }
}

extension Sequence {
  /// The elements by group, in the order of each group's first element.
  func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(Key, [Element])] {
    var order: [Key] = []
    var groups: [Key: [Element]] = [:]
    for element in self {
      if groups[key(element)] == nil { order.append(key(element)) }
      groups[key(element), default: []].append(element)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
