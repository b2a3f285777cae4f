import Records
import Store

/// Whether a statement can be answered on the nodes, each for its own users: tables distributed by user are joined over
/// the user's key, and the result is grouped by it, or consists of sums that can be added.
struct QueryShape {
  /// Problems in the statement.
  private(set) var faults: [String] = []
  /// The number of checked joins of facts and standings.
  private(set) var joins = 0
  private(set) var groups = 0
  /// Including the views of facts, which exclude withdrawn ones.
  private static let userTables = Set(Placement.byUser.tables).union(
    RecordKind.all.filter(\.isWithdrawable).filter { Placement.byUser.tables.contains(RecordTable.name(of: $0.name)) }
      .map(\.name))

  init(_ sql: String) {
    let tokens = QueryToken.tokens(of: sql)
    _ = read(tokens, outer: [], named: [:])
    // Citus refuses it, even if the recursion reads no users.
    let words = Set(tokens.everyWord)
    if words.contains("recursive"), !words.isDisjoint(with: Self.userTables) {
      faults.append("a recursion stands beside what is by user: \(tokens.text)")
    }
  }

  /// The result of a query for the one around it.
  private struct Result {
    /// Columns with the user's key: a row belongs to one user.
    var userColumns: Set<String> = []
    /// Whether it reads facts or standings.
    var isOfUsers = false
    /// Whether its rows are sums, or of one user, so that few rows are moved for a join.
    var isSummed = false
  }

  /// An item of FROM.
  private struct Item {
    let alias: String
    let result: Result
    /// A table, not a subquery.
    let isTable: Bool
  }

  /// - Parameters:
  ///   - outer: items of the surrounding queries, to which this one may refer.
  ///   - named: named queries (`WITH`).
  private mutating func read(_ tokens: [QueryToken], outer: [Item], named: [String: Result]) -> Result {
    var (tokens, named) = (tokens, named)
    if tokens.first?.text == "with" {
      let end = tokens.firstIndex { $0.text == "select" || $0.text == "insert" } ?? tokens.count
      for (index, token) in tokens[..<end].enumerated() where token.text == "as" && index + 1 < end {
        guard let name = tokens[..<index].last(where: { $0.inner == nil })?.text else { continue }
        named[name] = read(tokens[index + 1].inner ?? [], outer: outer, named: named)
      }
      tokens = Array(tokens[end...])
    }
    let parts = tokens.split(at: ["union", "except", "intersect"]).map(\.tokens).map { part in
      part.first?.text == "all" ? Array(part.dropFirst()) : part
    }
    let results = parts.map { select($0, outer: outer, named: named) }
    return Result(
      userColumns: results.dropFirst().reduce(results[0].userColumns) {
        $1.isOfUsers ? $0.intersection($1.userColumns) : $0
      },
      isOfUsers: results.contains(where: \.isOfUsers), isSummed: results.allSatisfy { $0.isSummed || !$0.isOfUsers })
  }

  private mutating func select(_ tokens: [QueryToken], outer: [Item], named: [String: Result]) -> Result {
    var clauses: [String: [QueryToken]] = [:]
    for (word, piece) in tokens.split(at: ["select", "from", "where", "group", "having", "order", "limit", "offset"]) {
      clauses[word] = piece
    }
    let (items, conditions) = items(of: clauses["from"] ?? [], outer: outer, named: named)
    let ties = Ties(conditions + [clauses["where"] ?? []])
    // Queries in conditions and in columns: each is joined by the column before IN, or by its reference to this one.
    let places = ["select", "where", "having"].compactMap { clauses[$0] } + conditions
    let asked = places.flatMap(\.queries).map { (tokens: $0, result: read($0, outer: outer + items, named: named)) }
    let users = items.filter(\.result.isOfUsers)
    checkGathered(asked.filter { $0.result.isOfUsers && !$0.result.isSummed }.map(\.tokens), users, places, tokens)
    checkJoins(users, ties, tokens)
    checkOuter(users, items, outer, ties, tokens)
    let isSummed = checkGroups(users, ties, clauses, tokens)
    return Result(
      userColumns: users.isEmpty ? [] : userColumns(of: clauses["select"] ?? [], users, ties),
      isOfUsers: !users.isEmpty,
      isSummed: isSummed || clauses["limit"] != nil
        || users.contains { item in item.result.userColumns.contains { ties.isGiven("\(item.alias).\($0)") } })
  }

  private mutating func items(
    of from: [QueryToken], outer: [Item], named: [String: Result]
  ) -> (items: [Item], conditions: [[QueryToken]]) {
    var (items, conditions): ([Item], [[QueryToken]]) = ([], [])
    for piece in from.split(at: ["join"]).flatMap({ $0.tokens.split(separator: .symbol(",")).map(Array.init) }) {
      let words = piece.filter { !["left", "cross", "inner", "outer"].contains($0.text) }
      guard let first = words.first else { continue }
      let on = words.firstIndex { $0.text == "on" } ?? words.count
      if on < words.count { conditions.append(Array(words[(on + 1)...])) }
      let alias = words[..<on].last { $0.inner == nil }?.text
      if let inner = first.inner {
        let result = inner.isQuery ? read(inner, outer: outer, named: named) : Result()
        items.append(Item(alias: alias ?? "", result: result, isTable: false))
      } else if let name = first.text {
        let isOfUsers = Self.userTables.contains(name)
        let table = Result(userColumns: isOfUsers ? [Placement.userColumn] : [], isOfUsers: isOfUsers)
        items.append(Item(alias: alias ?? name, result: named[name] ?? table, isTable: true))
      }
    }
    return (items, conditions)
  }

  /// Every two items with users are joined by the user's key; sums may be joined by another.
  private mutating func checkJoins(_ users: [Item], _ ties: Ties, _ tokens: [QueryToken]) {
    let loose = users.filter { !$0.result.isSummed || !$0.result.userColumns.isEmpty }
    guard let first = loose.first else { return }
    for item in loose.dropFirst() {
      joins += 1
      let isTied = item.result.userColumns.contains { a in
        first.result.userColumns.contains { ties.areTied("\(item.alias).\(a)", "\(first.alias).\($0)") }
      }
      if !isTied, !(item.result.isSummed || first.result.isSummed) {
        faults.append("\(item.alias) and \(first.alias) are not joined by the user: \(tokens.text)")
      }
    }
  }

  /// A correlated subquery refers to the user's key.
  private mutating func checkOuter(
    _ users: [Item], _ items: [Item], _ outer: [Item], _ ties: Ties, _ tokens: [QueryToken]
  ) {
    guard let first = users.first else { return }
    let own = Set(items.map(\.alias))
    let named = Set(
      tokens.words.map { $0.lowercased() }.filter { $0.contains(".") }.map { String($0.prefix { $0 != "." }) })
    let used = named.subtracting(own).intersection(outer.map(\.alias))
    guard !used.isEmpty else { return }
    joins += 1
    // All rows of one user are on one node.
    let isOfOne = first.result.userColumns.contains { ties.isGiven("\(first.alias).\($0)") }
    let isTied =
      isOfOne
      || outer.contains { item in
        item.result.userColumns.contains { column in
          first.result.userColumns.contains { ties.areTied("\(first.alias).\($0)", "\(item.alias).\(column)") }
        }
      }
    if !isTied { faults.append("\(first.alias) is not tied to the user around it: \(tokens.text)") }
  }

  /// Distributed tables are queried where the user's row is: not from a reference table, and not to exclude their
  /// users.
  private mutating func checkGathered(
    _ asked: [[QueryToken]], _ users: [Item], _ places: [[QueryToken]], _ tokens: [QueryToken]
  ) {
    let leftOut = places.flatMap(\.leftOut)
    for query in asked where users.isEmpty || leftOut.contains(query) {
      faults.append("all of it is gathered: \(query.text) for \(tokens.text)")
    }
  }

  /// - Returns: whether the rows are sums.
  private mutating func checkGroups(
    _ users: [Item], _ ties: Ties, _ clauses: [String: [QueryToken]], _ tokens: [QueryToken]
  ) -> Bool {
    let columns = clauses["select"] ?? []
    let isDistinct = columns.first?.text == "distinct"
    let aggregates = columns.aggregates
    guard clauses["group"] != nil || isDistinct || !aggregates.isEmpty, !users.isEmpty else { return false }
    groups += 1
    let keys = (clauses["group"] ?? (isDistinct ? columns : [])).words.map { $0.lowercased() }
    let isByUser = users.contains { item in
      item.result.userColumns.contains { column in
        ties.isGiven("\(item.alias).\(column)") || ties.isGiven(column)
          || keys.contains { ties.areTied($0, "\(item.alias).\(column)") || $0 == column }
      }
    }
    // Users are counted on their own nodes.
    let ofUsers = users.flatMap { item in item.result.userColumns.map { "distinct \(item.alias).\($0)" } }
    if !isByUser, let lone = aggregates.first(where: { $0.isOfDistinct && !ofUsers.contains($0.text.argument) }) {
      faults.append("\(lone.text) is counted over users and not by user: \(tokens.text)")
    }
    return true
  }

  /// The columns of a query with the user's key.
  private func userColumns(of columns: [QueryToken], _ users: [Item], _ ties: Ties) -> Set<String> {
    var found: Set<String> = []
    for column in columns.split(separator: .symbol(",")) {
      let column = column.first?.text == "distinct" ? column.dropFirst() : column
      guard let first = column.first?.text, let last = column.last?.text else { continue }
      if first == "*" || first.hasSuffix(".*") {
        found.formUnion(users.flatMap(\.result.userColumns))
      } else if users.contains(where: { item in
        item.result.userColumns.contains { first == $0 || ties.areTied(first, "\(item.alias).\($0)") }
      }) {
        found.insert(String(last.split(separator: ".").last ?? ""))
      }
    }
    return found
  }
}

/// Columns that a query sets equal to each other, or to a bound value.
private struct Ties {
  private var classes: [Set<String>] = []
  private static let given = "?"

  init(_ conditions: [[QueryToken]]) { for condition in conditions { add(condition) } }

  private mutating func add(_ tokens: [QueryToken]) {
    for (index, token) in tokens.enumerated() {
      if let inner = token.inner, !inner.isQuery { add(inner) }
      guard index > 0, index + 1 < tokens.count, let left = tokens[index - 1].text else { continue }
      if token.text == "=", let right = tokens[index + 1].text {
        tie(left, right)
      }
    }
  }

  private mutating func tie(_ a: String, _ b: String) {
    let (mine, others) = (
      classes.filter { $0.contains(a) || $0.contains(b) }, classes.filter { !$0.contains(a) && !$0.contains(b) }
    )
    classes = others + [mine.reduce([a, b]) { $0.union($1) }]
  }

  func areTied(_ a: String, _ b: String) -> Bool { a == b || classes.contains { $0.contains(a) && $0.contains(b) } }
  func isGiven(_ column: String) -> Bool { areTied(column, Self.given) }
}

extension String {
  /// The contents of a call's parentheses.
  fileprivate var argument: String { String(drop { $0 != "(" }.dropFirst().dropLast()).lowercased() }
}
