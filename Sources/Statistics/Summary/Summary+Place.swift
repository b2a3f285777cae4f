package import DatabaseAccess

extension Summary {
  /// The number of the first row that counts a user of the population, from 1; nil if none does.
  /// - Throws: `SummaryFault`.
  package func firstRow(of user: Int, _ session: any SQLSession) throws -> Int? {
    let parts = try SummaryParts(self, session)
    let all = SummaryNumbers(population, parts)
    var one = population
    one.conditions.append("u.user_key = \(user)")
    let own = try SummaryNumbers(one, parts.selection, parts: parts.all).users(session)
    return all.shownRows(try all.users(session)).firstIndex { own[$0.index] > 0 }.map { $0 + 1 }
  }
}
