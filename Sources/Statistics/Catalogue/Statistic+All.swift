extension Statistic {
  /// In the order of the API.
  package static let all: [Statistic] = [
    usersFamily, generalFamily, reportFamily, collaborationFamily, tagsFamily, teamFamily, publicFamily,
    standingsFamily, sessionsFamily, thingsFamily, questionsFamily, summaryFamily, overviewFamily,
  ].flatMap { $0 }

  private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

  package static func named(_ key: String) -> Statistic? { byKey[key] }

  /// The statistics whose totals are stored in `user_standings`, each column once.
  static let stored: [Statistic] = {
    var seen: Set<[String]> = []
    return all.filter { statistic in
      statistic.total.map { !$0.stored.isEmpty && seen.insert($0.stored).inserted } ?? false
    }
  }()
}
