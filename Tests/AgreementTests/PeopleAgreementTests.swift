import ReferenceModel
import Spreadsheets
import Statistics
import Testing

/// Public statistics, teams and the lists of collaborative activities and members are those of the reference.
@Suite struct PeopleAgreementTests {
  static let seeds: ClosedRange<UInt64> = 501...516

  @Test func `Every user's card is that of the reference`() async throws {
    var kinds: [String: Int] = [:]
    for seed in Self.seeds {
      let world = try await RandomWorld(seed: seed, isSmall: true)
      let users = world.reference.users.map(\.id) + ["no-such-user"]
      let found = try await world.product.publicCards(of: users, viewer: world.owner)
      for user in users {
        let expected = world.reference.publicCard(of: user)
        #expect(found[user]?.compareForm == expected.compareForm, "seed \(seed), \(user)")
        for key in ["course_views", "comments_received", "average_reaction_score"] {
          if let value = expected[key]?.compareForm, value != "0", value != "null" { kinds[key, default: 0] += 1 }
        }
      }
    }
    #expect(kinds.count == 3 && kinds.values.allSatisfy { $0 > 20 }, "the platforms have too little to show: \(kinds)")
  }

  @Test func `Every team is that of the reference, for every viewer`() async throws {
    var (listed, leftOut, ending, overdue) = (0, 0, 0, 0)
    for seed in Self.seeds {
      let world = try await RandomWorld(seed: seed, isSmall: true)
      for viewer in world.viewers {
        for user in world.reference.users.map(\.id) + ["no-such-user"] {
          let found = try await world.product.team(of: user, viewer: viewer)
          guard let expected = world.reference.team(of: user, viewer: viewer) else {
            #expect(found == nil, "seed \(seed), team of \(user) for \(viewer)")
            continue
          }
          #expect(found?.differences(from: expected) == [], "seed \(seed), team of \(user) for \(viewer)")
          #expect(Self.ids(found) == Self.ids(expected), "seed \(seed), order of the team of \(user) for \(viewer)")
          listed += Self.ids(found).count
          if expected["left_out"]?.compareForm != "0" { leftOut += 1 }
          if expected["total"]?["sum"]?["sessions_ending"]?.compareForm != "0" { ending += 1 }
          if expected["total"]?["sum"]?["overdue_steps"]?.compareForm != "0" { overdue += 1 }
        }
      }
    }
    #expect(min(listed, leftOut, ending, overdue) > 10, "\(listed) \(leftOut) \(ending) \(overdue)")
  }

  @Test func `A team's file is what its page says`() async throws {
    let world = try await RandomWorld(seed: 501)
    for user in world.reference.users {
      let team = try await world.product.team(of: user.id, viewer: world.owner)
      let file = try #require(try await world.product.teamFile(of: user.id, viewer: world.owner))
      #expect(file[0].count == 11 && file[0][8] == "Sessions ending within a month")
      guard case .list(let rows)? = team?["reports"] else { throw Missing() }
      #expect(file.count == rows.count + 1)
      for (cells, row) in zip(file.dropFirst(), rows) {
        guard case .list(let endings)? = row["sessions_ending"] else { throw Missing() }
        let numbers = ["average_score", "completed_programs", "assigned_programs"].map { row[$0]?.compareForm ?? "" }
        #expect(Array(cells[5...7]) == numbers.map { $0 == "null" ? "" : $0 })
        #expect(cells[8] == "\(endings.count)" && (cells[9] == "") == endings.isEmpty)
        #expect(cells[10] == row["overdue_steps"]?.compareForm)
      }
    }
  }

  private struct Missing: Error {}

  private static func ids(_ team: ExactJSON?) -> [String] {
    guard case .list(let rows)? = team?["reports"] else { return [] }
    return rows.map { $0["id"]?.compareForm ?? "" }
  }

  @Test func `The lists hold what their files hold, and sort by every column`() async throws {
    for seed in Self.seeds where seed % 3 == 0 {
      let world = try await RandomWorld(seed: seed, isSmall: true)
      let repliesCount = world.reference.repliesCountAsPublications
      for viewer in world.viewers {
        for kind in [UserList.Kind.activities(repliesCount: repliesCount), .members] {
          let rows = try await world.product.rows(viewer, kind)
          let words = cellDifference(rows?.map { Self.cells($0, world) }, Self.file(kind, viewer, world))
          if let words { Issue.record("seed \(seed), \(kind) for \(viewer): \(words)") }
          for (index, column) in kind.columns.enumerated() {
            for descending in [false, true] {
              let expected = Self.sorted(rows ?? [], by: index, descending: descending)
              let limit = [1, 2, 7, 500][index % 4]
              let found = try await world.product.rows(
                viewer, kind, sort: column.key, descending: descending, limit: limit)
              #expect(
                found ?? [] == expected, "seed \(seed), \(kind) for \(viewer) by \(column.key), \(descending), \(limit)"
              )
            }
          }
        }
      }
    }
  }

  /// The rows of the reference's file, without its header and Additional information.
  private static func file(_ kind: UserList.Kind, _ viewer: String, _ world: RandomWorld) -> [[String]]? {
    switch kind {
    case .members: return world.reference.registrationsFile(viewer: viewer).map { Array($0.dropFirst()) }
    default:
      return world.reference.collaborativeActivitiesFile(viewer: viewer).map { file in
        file.dropFirst().map { row in row.indices.filter { $0 != 3 }.map { row[$0] } }
      }
    }
  }

  private static func cells(_ row: UserList.Row, _ world: RandomWorld) -> [String] {
    let style = world.product.style
    let own = row.cells.map { cell -> String in
      switch cell {
      case .text(let text): ReferenceModel.Cell.text(text)
      case .count(let number): "\(number)"
      case .instant(let seconds): style.instantText(seconds: seconds)
      case .date(let days): style.dateText(days: days)
      default: ""
      }
    }
    return [row.person.firstName, row.person.lastName, row.person.email].map(ReferenceModel.Cell.text) + own
  }

  /// "No value last in both directions; ties by last name, first name, id": the order of the rows.
  private static func sorted(_ rows: [UserList.Row], by index: Int, descending: Bool) -> [UserList.Row] {
    let keyed = rows.enumerated().map { (place: $0, row: $1, value: value(of: $1, at: index)) }
    return keyed.sorted { left, right in
      switch (left.value, right.value) {
      case (nil, nil): left.place < right.place
      case (nil, _): false
      case (_, nil): true
      case (let a?, let b?) where a == b: left.place < right.place
      case (let a?, let b?): a.lexicographicallyPrecedes(b) != descending
      }
    }.map(\.row)
  }

  private static func value(of row: UserList.Row, at index: Int) -> [Int]? {
    switch index {
    case 0: return SortKey(row.person.firstName).scalars.map(Int.init)
    case 1: return SortKey(row.person.lastName).scalars.map(Int.init)
    case 2: return row.person.email.unicodeScalars.map { Int($0.value) }
    default: break
    }
    return switch row.cells[index - 3] {
    case .text(let text): text.unicodeScalars.map { Int($0.value) }
    case .count(let number), .instant(let number), .date(let number): [number]
    default: nil
    }
  }
}
