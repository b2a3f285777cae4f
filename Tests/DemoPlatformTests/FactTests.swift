import Foundation
import Testing

@testable import DemoPlatform

@Suite("Facts are possible")
struct FactTests {
  let world: World

  init() throws { world = try World.middle.get() }

  @Test("Nothing has happened after now; what may lie ahead is planned")
  func now() {
    let planned: Set = ["starts_at", "ends_at", "expires_at"]
    for kind in World.kinds {
      for column in world[kind].header where ["since", "until"].contains(column) || column.hasSuffix("_at") {
        for cell in world[kind][column] where !cell.isEmpty {
          let instant = seconds(cell)
          #expect(instant != nil, "\(kind).\(column): \(cell)")
          if !planned.contains(column) { #expect(instant ?? 0 <= World.now, "\(kind).\(column): \(cell)") }
        }
      }
    }
  }

  @Test("An attempt ends after it began, within its user's time, and its numbers are in range")
  func attempts() {
    let lives = Dictionary(
      uniqueKeysWithValues: world["users"]["id", "created_at", "deleted_at"].map {
        ($0[0], (seconds($0[1])!, seconds($0[2])))
      })
    for cells in world["attempts"]["user", "started_at", "last_activity_at", "time_spent", "completed_at", "progress"] {
      let (start, last) = (seconds(cells[1])!, seconds(cells[2])!)
      let (born, gone) = lives[cells[0]]!
      #expect(start <= last && Int(cells[3])! <= last - start && start >= born && last <= gone ?? World.now)
      #expect(cells[4].isEmpty || (cells[5] == "100" && seconds(cells[4])! <= last))
    }
  }

  @Test("Percentages lie in 0 to 100 and have at most two decimals, without needless zeros")
  func percentages() throws {
    let pattern = try Regex("(100|[1-9]?[0-9](\\.[0-9]?[1-9])?)")
    let columns = [
      ("attempts", "progress"), ("attempts", "score"), ("answers", "score"), ("assessment_results", "score"),
      ("path_steps", "min_score"),
    ]
    for (kind, column) in columns {
      for cell in Set(world[kind][column]) where !cell.isEmpty {
        #expect(cell.wholeMatch(of: pattern) != nil, "\(cell)")
      }
    }
    #expect(world["attempts"]["score"].contains { $0.contains(".") })
  }

  @Test("Few attempts of a user overlap, and most are made on workdays")
  func calendar() {
    var attempts: [String: [(Int, Int)]] = [:]
    var weekends = 0
    for cells in world["attempts"]["user", "started_at", "time_spent"] {
      let start = seconds(cells[1])!
      attempts[cells[0], default: []].append((start, start + Int(cells[2])!))
      // The fourth of January 1970 was a Sunday.
      weekends += [2, 3].contains((start / 86_400) % 7) ? 1 : 0
    }
    var overlaps = 0
    for list in attempts.values.map({ $0.sorted { $0.0 < $1.0 } }) {
      overlaps += zip(list, list.dropFirst()).count { $0.1 > $1.0 }
    }
    #expect(overlaps * 100 < world["attempts"].rows.count * 4)
    #expect(weekends * 100 < world["attempts"].rows.count * 12)
  }

  @Test("An answer belongs to an attempt of the same user on the question's course, within its time")
  func answers() {
    let attempts = Dictionary(
      uniqueKeysWithValues: world["attempts"]["id", "user", "course", "started_at", "last_activity_at"].map {
        ($0[0], $0)
      })
    let courses = Dictionary(uniqueKeysWithValues: world["questions"]["id", "course"].map { ($0[0], $0[1]) })
    for cells in world["answers"]["user", "question", "attempt", "answered_at"] where !cells[2].isEmpty {
      let attempt = attempts[cells[2]]!
      #expect(attempt[1] == cells[0] && attempt[2] == courses[cells[1]])
      #expect(attempt[3] <= cells[3] && cells[3] <= attempt[4])
    }
  }

  @Test("Choices are JSON: an array of id and description, for matching two of them")
  func choices() throws {
    for cells in world["questions"]["interaction", "choices"] where !cells[1].isEmpty {
      let json = try JSONSerialization.jsonObject(with: Data(cells[1].utf8))
      let lists = cells[0] == "matching" ? ["source", "target"].map { (json as? [String: Any])?[$0] as Any } : [json]
      for list in lists {
        let choices = try #require(list as? [[String: String]])
        #expect(choices.count > 1 && choices.allSatisfy { Set($0.keys) == ["id", "description"] })
      }
    }
  }

  @Test("A reply carries the kind and the place of its post, and comes later")
  func replies() {
    let columns = world["posts"]["id", "kind", "place", "place_id", "created_at", "reply_to", "archived_at"]
    let posts = Dictionary(uniqueKeysWithValues: columns.map { ($0[0], $0) })
    for post in columns where !post[5].isEmpty {
      let parent = posts[post[5]]!
      #expect(post[1...3] == parent[1...3] && post[4] > parent[4])
    }
    #expect(columns.allSatisfy { $0[6].isEmpty || $0[6] >= $0[4] })
    let places = [
      "message": Set(["group", "session", "profile"]), "comment": ["course", "path", "learning_need", "project"],
    ]
    #expect(columns.allSatisfy { places[$0[1]]?.contains($0[2]) ?? true })
  }

  @Test("A reaction is to a post or in an activity of a course, never both; a group enrols with its name")
  func alternatives() {
    for cells in world["reactions"]["post", "course", "activity"] {
      #expect(cells[0].isEmpty == !cells[1].isEmpty && cells[1].isEmpty == cells[2].isEmpty)
    }
    for cells in world["enrolments"]["origin", "group"] { #expect((cells[0] == "group") == !cells[1].isEmpty) }
    for cells in world["certificates"]["kind", "path_session", "program_session"] {
      #expect((cells[0] == "path") == !cells[1].isEmpty && (cells[0] == "program") == !cells[2].isEmpty)
    }
    for cells in world["classroom_slots"]["starts_at", "ends_at"] { #expect(cells[1].isEmpty || cells[1] > cells[0]) }
  }
}
