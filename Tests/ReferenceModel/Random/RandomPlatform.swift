import Foundation

/// A random, valid and difficult platform from a seed, as a records folder: ties, limits, closed and deleted records,
/// names that are hard to sort and to write. Accepted by the rules of records.md at `now`.
package struct RandomPlatform: Sendable {
  /// 2026-03-15T12:00:00Z, the instant around which all facts are dated.
  package static let now = Instants.seconds("2026-03-15T12:00:00Z")

  package let seed: UInt64
  var random: SplitMix64
  /// By kind of record; empty cells are absent.
  private var rows: [String: [Cells]] = [:]

  /// - Parameter users: the number of users.
  package init(seed: UInt64, users: ClosedRange<Int> = 30...80) {
    self.seed = seed
    random = SplitMix64(seed: seed)
    makePeople(users)
    makeContent()
    makeSessions()
    makeFacts()
    makePosts()
    withdrawSome()
  }

  /// Writes one `.csv` file per kind into the folder, which is created if necessary. Rows and columns are in random
  /// order; some files have a byte-order mark, some LF instead of CRLF.
  package func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var order = SplitMix64(seed: seed &+ 1)
    for (kind, rows) in rows.sorted(by: { $0.key < $1.key }) {
      let columns = order.shuffled(Set(rows.flatMap(\.keys)).sorted(by: precedesByCodePoint))
      let table = [columns] + order.shuffled(rows).map { row in columns.map { row[$0] ?? "" } }
      let text = CommaSeparated.text(of: table, lineEnd: order.pick(["\r\n", "\n"]))
      let mark = order.chance(20) ? "\u{FEFF}" : ""
      try Data((mark + text).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(kind).csv"))
    }
  }

  /// Adds a record; fields without a value are omitted.
  mutating func add(_ kind: String, _ fields: [String: String?]) {
    rows[kind, default: []].append(fields.compactMapValues { $0 }.filter { !$0.value.isEmpty })
  }

  mutating func replace(_ kind: String, _ change: (Int, Cells) -> Cells) {
    rows[kind] = records(kind).enumerated().map(change)
  }

  mutating func remove(_ kind: String, where isGone: (Cells) -> Bool) { rows[kind]?.removeAll(where: isGone) }

  func records(_ kind: String) -> [Cells] { rows[kind, default: []] }

  func ids(_ kind: String) -> [String] { records(kind).map { $0.required("id") } }

  /// An id for a new record of the kind: mostly the prefix and a number, otherwise one with difficult characters.
  mutating func newID(_ kind: String, _ prefix: String) -> String {
    let count = records(kind).count
    let odd = prefix + random.pick(Awkward.ids)
    return random.chance(8) && !ids(kind).contains(odd) ? odd : "\(prefix)\(count)"
  }
}
