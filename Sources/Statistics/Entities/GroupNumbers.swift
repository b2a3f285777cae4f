import Access
import DatabaseAccess
import Records

/// The numbers of groups in a list: their members, and the columns of *Summary* for the last 90 days, each over the
/// users in the group or in a group below it.
struct GroupNumbers {
  private let list: EntityList
  private let groups: [Int]
  private let session: any SQLSession

  init(_ list: EntityList, _ groups: [Int], _ session: any SQLSession) {
    self.list = list
    self.groups = groups
    self.session = session
  }

  func cells(_ numbers: [EntityNumber]) throws -> [Int: [Cell]] {
    let columns = numbers.compactMap { number -> SummaryColumn? in
      if case .summary(let column) = number.source { column } else { nil }
    }
    let direct = columns.count < numbers.count ? try members() : [:]
    let sums = columns.isEmpty ? [:] : try summary(columns)
    let none = columns.map { $0.cell(users: 0) { _ in 0 } }
    var all: [Int: [Cell]] = [:]
    for group in groups {
      var rest = (sums[group] ?? none)[...]
      all[group] = numbers.map { number -> Cell in
        if case .summary = number.source { return rest.removeFirst() }
        return .count(direct[group] ?? 0)
      }
    }
    return all
  }

  private func members() throws -> [Int: Int] {
    let members = list.users(of: groups).sums(["users"])
    let counts = try session.all("SELECT n.thing_key, n.users FROM (\(sql: members)) AS n") {
      ($0.integer(at: 0), $0.integer(at: 1))
    }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// The rows of *Summary* by group, with subgroups; as many groups at a time as it may have rows.
  private func summary(_ columns: [SummaryColumn]) throws -> [Int: [Cell]] {
    var result: [Int: [Cell]] = [:]
    for some in Summary.parts(of: groups) { try add(columns, some, to: &result) }
    return result
  }

  private func add(_ columns: [SummaryColumn], _ groups: [Int], to result: inout [Int: [Cell]]) throws {
    let keys = Dictionary(
      uniqueKeysWithValues: try session.all("SELECT id, key FROM groups WHERE key \(anyOf: groups)") {
        (ID(text: $0.text(at: 0)), $0.integer(at: 1))
      })
    let summary = try list.summary(ofGroups: groups, columns)
    for row in try summary.table(withTotal: false, session).rows {
      if let id = row.by[0].id, let key = keys[ID(text: id)] { result[key] = row.cells }
    }
  }
}
