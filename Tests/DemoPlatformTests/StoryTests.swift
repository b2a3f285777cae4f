import Testing

@testable import DemoPlatform

@Suite("Rankings and lists of late people have a clear first place")
struct StoryTests {
  let world: World

  init() throws { world = try World.middle.get() }

  @Test("One course is dropped by more of its learners than any other")
  func dropped() {
    var best: [String: [String: Double]] = [:]
    for cells in world["attempts"]["course", "user", "progress"] {
      best[cells[0], default: [:]][cells[1]] = max(best[cells[0]]?[cells[1]] ?? 0, Double(cells[2])!)
    }
    let shares = best.filter { $0.value.count >= 10 }.mapValues { learners in
      Double(learners.values.count { $0 < 100 }) / Double(learners.count)
    }
    #expect(shares.max { $0.value < $1.value }?.key == "c\(Course.dropped)")
    #expect(shares["c\(Course.dropped)"]! > 0.8)
  }

  @Test("One question is answered worse than any other")
  func hardest() {
    var scores: [String: [Double]] = [:]
    for cells in world["answers"]["question", "score"] where !cells[1].isEmpty {
      scores[cells[0], default: []].append(Double(cells[1])!)
    }
    let means = scores.filter { $0.value.count >= 10 }.mapValues { $0.reduce(0, +) / Double($0.count) }
    #expect(means.min { $0.value < $1.value }?.key == "q\(Question.hardest)")
    #expect(means["q\(Question.hardest)"]! < 50)
  }

  @Test("The manager's team is late, and most others are not")
  func late() {
    let manager = world.platform.accounts.first { $0.role == .manager }!.userID
    let team = world["managers"]["user", "manager", "until"].filter { $0[1] == manager && $0[2].isEmpty }.map { $0[0] }
    let others = world["users"]["id"].prefix(30).filter { !team.contains($0) }
    #expect(team.count > 5 && shareOfLate(team) > 0.7 && shareOfLate(Array(others)) < 0.3)
  }

  /// The share of users who are late in an open path session in which they are enrolled.
  private func shareOfLate(_ users: [String]) -> Double {
    let enrolments = world["enrolments"]["kind", "user", "session", "unenrolled_at"].filter {
      $0[0] == "path" && $0[3].isEmpty
    }
    let late = users.count { user in
      let reader = PathReader(world: world, user: user)
      let sessions = Set(enrolments.filter { $0[1] == user }.map { $0[2] })
      return reader.rows("path_sessions").contains { sessions.contains($0["id"]!) && reader.status($0) == "late" }
    }
    return Double(late) / Double(users.count)
  }
}
