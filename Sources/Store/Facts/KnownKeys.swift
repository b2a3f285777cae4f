import DatabaseAccess
import Records

/// The keys of records by their ids, asked for many at once and kept for a while, for each kind of record.
final class KnownKeys {
  /// How many keys of a kind are kept; more than that are asked for again.
  private static let limit = 32_768
  /// Whoever asks so often has many portions: as many keys as are kept are read at once, which is all of most platforms.
  private static let questionsOfMany = 4

  private let session: any SQLSession
  private var keys: [String: [ID: Int]] = [:]
  /// How often a kind was asked for what was not known.
  private var questions: [String: Int] = [:]

  init(_ session: any SQLSession) { self.session = session }

  /// The keys of records of a kind, in the order of their ids; nil where there is no such record.
  func keys(of ids: [ID], _ kind: String) throws -> [Int?] {
    var known = keys.removeValue(forKey: kind) ?? [:]
    if known.count > Self.limit { known = [:] }
    if ids.contains(where: { known[$0] == nil }) {
      questions[kind, default: 0] += 1
      if questions[kind] == Self.questionsOfMany { try read("true LIMIT \(Self.limit)", kind, into: &known) }
      let unknown = ids.filter { known[$0] == nil }.map(\.text)
      if !unknown.isEmpty { try read("id \(anyOf: unknown)", kind, into: &known) }
    }
    keys[kind] = known
    return ids.map { known[$0] }
  }

  private func read(_ condition: SQLText, _ kind: String, into known: inout [ID: Int]) throws {
    try session.each("SELECT id, key FROM \(raw: RecordTable.name(of: kind)) WHERE \(sql: condition)") { row in
      known[ID(text: row.text(at: 0))] = row.integer(at: 1)
    }
  }
}
