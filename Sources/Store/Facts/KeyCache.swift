import DatabaseAccess
import Records

/// A cache of record keys by kind and id, filled in batches.
final class KeyCache {
  /// The maximum number of cached keys per kind; beyond it, the cache of the kind is cleared.
  private static let limit = 32_768
  /// After this many look-ups, load a full cache in one query, which covers all records of most platforms.
  private static let questionsOfMany = 4

  private let session: any SQLSession
  private var keys: [String: [ID: Int]] = [:]
  /// The number of look-ups with cache misses, per kind.
  private var questions: [String: Int] = [:]

  init(_ session: any SQLSession) { self.session = session }

  /// The keys of records of a kind, in the order of `ids`; nil for an unknown id.
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
    try session.eachOfFew("SELECT id, key FROM \(raw: RecordTable.name(of: kind)) WHERE \(sql: condition)") { row in
      known[ID(text: row.text(at: 0))] = row.integer(at: 1)
    }
  }
}
