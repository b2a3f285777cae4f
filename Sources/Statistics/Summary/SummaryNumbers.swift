import DatabaseAccess

/// Computes the numbers of a *Summary*'s rows: users and sums, by their place in the grid of all combinations.
struct SummaryNumbers {
  let population: Population
  let selection: Selection
  /// None for the total, which is a single row.
  let parts: [SummaryPart]
  /// The users of each member of the only part other than time, if they are known.
  private let known: [Int]?

  init(_ population: Population, _ selection: Selection, parts: [SummaryPart], users: [Int]? = nil) {
    self.population = population
    self.selection = selection
    self.parts = parts
    known = users
  }

  init(_ population: Population, _ parts: SummaryParts) {
    self.init(population, parts.selection, parts: parts.all, users: parts.users)
  }

  /// The maximum number of units of time in a statement.
  private static let unitsAtOnce = 400

  private var sizes: [Int] { parts.map(\.members.count) }
  private var size: Int { sizes.reduce(1, *) }
  private var thing: FactDivision.Thing? { parts.compactMap(\.dimension.thing).first }
  private var units: TimeUnits? { parts.compactMap(\.units).first }

  /// The selected facts, in pieces if they are divided by time.
  private var pieces: [(selection: Selection, division: FactDivision)] {
    guard let units else { return [(selection, FactDivision(thing: thing))] }
    return units.pieces(of: Self.unitsAtOnce).map { units in
      (selection.dated(in: units.period), FactDivision(units: units, thing: thing))
    }
  }

  /// The number of users of each combination.
  func users(_ session: any SQLSession) throws -> [Int] {
    var users = Array(repeating: 0, count: size)
    if let known, size > 0 {
      for (place, count) in known.enumerated() {
        for index in indexes(of: parts.filter { $0.units == nil }, [[place]]) { users[index] = count }
      }
      return users
    }
    func add(_ relation: SQLText, _ parts: [SummaryPart]) throws {
      let statement = SummaryStatement(relation, parts, population)
      try each(statement, ["count(*)"], session) { users[$0] += $1[0] }
    }
    // Users of courses depend on the unit of time, those of other rows do not.
    if thing == .course {
      for piece in size == 0 ? [] : pieces {
        try add(SummaryStatement.learners(population, piece.selection, piece.division), parts)
      }
      return users
    }
    let relation = thing.map { SummaryStatement.enrolled($0, selection) } ?? SummaryStatement.users(population)
    if size > 0 { try add(relation, parts.filter { $0.units == nil }) }
    return users
  }

  /// The sums of each combination.
  func sums(_ wanted: Set<SummarySum>, _ session: any SQLSession) throws -> [SummarySum: [Int]] {
    var sums = Dictionary(uniqueKeysWithValues: wanted.map { ($0, Array(repeating: 0, count: size)) })
    if size == 0 { return sums }
    func add(_ relation: SQLText, _ expressions: [(sum: SummarySum, text: String)]) throws {
      let statement = SummaryStatement(relation, parts, population)
      try each(statement, expressions.map(\.text), session) { index, values in
        for (expression, value) in zip(expressions, values) { sums[expression.sum]?[index] += value }
      }
    }
    func expressions(_ text: (SummarySum) -> String?) -> [(sum: SummarySum, text: String)] {
      wanted.compactMap { sum in text(sum).map { (sum, $0) } }.sorted { $0.text < $1.text }
    }
    let isStored = selection.isWhole && thing == nil && units == nil
    let stored = isStored ? expressions(\.storedExpression) : []
    if !stored.isEmpty { try add(SummaryStatement.users(population), stored) }
    let hasRecentTime = wanted.contains { $0.terms.contains("attempts.recent_time_spent") }
    for source in FactSource.allCases where thing?.has(source) ?? true {
      let some = expressions { $0.expression(over: source) }.filter { sum in !stored.contains { $0.sum == sum.sum } }
      for var piece in some.isEmpty ? [] : pieces {
        piece.division.hasRecentTime = hasRecentTime
        try add(source.sql(piece.selection, users: population.keys, piece.division), some)
      }
    }
    return sums
  }

  /// Runs a statement, and gives the numbers of each of its rows to all combinations with these values.
  private func each(
    _ statement: SummaryStatement, _ numbers: [String], _ session: any SQLSession, _ body: (Int, [Int]) -> Void
  ) throws {
    let width = statement.parts.count
    try session.each(statement.select(numbers)) { row in
      let places = statement.parts.indices.map { statement.parts[$0].places(of: row.value($0)) }
      let values = numbers.indices.map { row.integer(at: width + $0) }
      for index in indexes(of: statement.parts, places) { body(index, values) }
    }
  }

  /// The combinations in which some parts have one of these members.
  private func indexes(of some: [SummaryPart], _ places: [[Int]]) -> [Int] {
    parts.reduce([0]) { indexes, part in
      let chosen = some.firstIndex { $0.dimension == part.dimension }.map { places[$0] }
      let members = chosen ?? Array(part.members.indices)
      return indexes.flatMap { index in members.map { index * part.members.count + $0 } }
    }
  }

  /// The members of a combination.
  private func places(of index: Int) -> [Int] {
    var rest = index
    return parts.reversed().map { part in
      defer { rest /= part.members.count }
      return rest % part.members.count
    }.reversed()
  }

  /// The combinations that are shown, in order, with their members: those with a user; with time, all those whose other
  /// part has a user in the whole period, which every member has.
  func shownRows(_ users: [Int]) -> [(index: Int, members: [SummaryMember])] {
    let shown = (0..<size).filter { units != nil || users[$0] > 0 }.map { (index: $0, places: places(of: $0)) }
    let orders = parts.indices.map { part in parts[part].ordered(Set(shown.map { $0.places[part] })) }
    let rows = shown.map { row in
      (row.index, members: parts.indices.compactMap { orders[$0][row.places[$0]] })
    }
    return rows.sorted { a, b in
      let (a, b) = (a.members.map(\.rank), b.members.map(\.rank))
      return a.lexicographicallyPrecedes(b)
    }.map { ($0.0, $0.members.map(\.member)) }
  }
}
