import Access
package import DatabaseAccess

/// The users that a search may find, from an index.
enum SearchCandidates: Sendable {
  /// All matches are among these users: their rows are read, whatever order a list has.
  case among([Int])
  /// Many users may match, so that a list soon finds as many as it shows. Some of them, and a condition that all of
  /// them satisfy and that is faster to test than the words.
  case many(some: [Int], condition: SQLText?)

  var areFew: Bool { if case .among = self { true } else { false } }

  /// A condition on `u`, a row of `user_standings`.
  var condition: SQLText? {
    switch self {
    case .among(let users): "u.user_key \(anyOf: users)"
    case .many(_, let condition): condition
    }
  }
}

extension Population {
  /// Looks up the candidates of the search, so that the population's statements need not read all users.
  ///
  /// Not for a viewer of only some users: a search that found a user outside the scope would take longer than one
  /// that found none (docs/decisions/0013).
  /// - Parameters:
  ///   - few: the rows of so many candidates are read sooner than those of other users that come first in a list.
  ///   - many: a set of so many candidates is built sooner than names are compared with the words.
  package mutating func narrow(bySearch session: any SQLSession, few: Int = 5_000, many: Int = 20_000) throws {
    guard scope.isEverybody, let words = SearchWords(search) else { return }
    // While all standings are computed again, the table of trigrams is not written.
    if session.dialect.traits.contains(.hasTrigramTable), try !session.hasRows("standings_version") { return }
    let index = CandidateIndex(words, in: self, session.dialect)
    let users = try session.all("\(sql: index.users) LIMIT \(few + 1)") { $0.integer(at: 0) }
    if users.count <= few { return candidates = .among(users) }
    let all: SQLText = "SELECT count(*) FROM (\(sql: index.users) LIMIT \(many + 1)) AS c"
    let isSet = try index.isSet && session.number(all) <= many
    candidates = .many(
      some: Array(users.prefix(Self.sample)), condition: isSet ? "u.user_key IN (\(sql: index.users))" : nil)
  }

  /// Of many candidates, those that are counted first.
  private static let sample = 2_000
}

/// How the candidates of a search are looked up.
private struct CandidateIndex {
  /// A SELECT of their keys; a key may occur several times.
  let users: SQLText
  /// Whether it is faster as a set than the comparison of names.
  var isSet = false

  init(_ words: SearchWords, in population: Population, _ dialect: any SQLDialect) {
    let found: SQLText = "SELECT u.user_key FROM user_standings AS u WHERE \(sql: population.condition)"
    if !dialect.traits.contains(.hasTrigramTable) {
      users = "\(sql: found) AND \(sql: words.necessaryCondition(onUser: "u"))"
    } else if let query = words.trigramQuery {
      users = "SELECT rowid FROM user_search WHERE user_search MATCH \(query)"
      isSet = true
    } else if let word = words.shortWord {
      users = """
        SELECT DISTINCT doc FROM user_trigrams WHERE term >= \(word) AND term <= \(word + "\u{10FFFF}\u{10FFFF}")
        """
    } else {
      // Users are read until enough match.
      users = found
    }
  }
}
