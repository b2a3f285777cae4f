import Testing

@testable import DemoPlatform

/// The rules of statistics.md, in plain Swift and without care for speed, for one user.
struct PathReader {
  private let tables: [String: [[String: String]]]
  let user: String

  init(world: World, user: String) {
    self.user = user
    let kinds = PathReader.kinds.map { kind in
      let table = world[kind]
      let rows = table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
      return (kind, rows.filter { ($0["user"] ?? user) == user })
    }
    tables = Dictionary(uniqueKeysWithValues: kinds)
  }

  static let kinds = [
    "attempts", "assessment_results", "attendances", "classroom_slots", "program_sessions", "program_blocks",
    "path_sessions",
    "path_steps", "enrolments",
  ]

  func rows(_ kind: String) -> [[String: String]] { tables[kind]! }

  struct State {
    var progress = 0.0
    var score: Double?
    var attempts = 0
    var isStarted = false
  }

  func state(_ kind: String, _ item: String, _ column: String, _ session: String) -> State {
    func mine(_ file: String, _ key: String, _ values: Set<String>) -> [[String: String]] {
      rows(file).filter { $0["user"] == user && values.contains($0[key]!) && $0[column] == session }
    }
    switch kind {
    case "course":
      let facts = mine("attempts", "course", [item])
      return State(
        progress: facts.compactMap { Double($0["progress"]!) }.max() ?? 0,
        score: facts.compactMap { Double($0["score"]!) }.max(),
        attempts: facts.count, isStarted: !facts.isEmpty)
    case "assessment":
      let facts = mine("assessment_results", "assessment", [item])
      let latest = facts.max { $0["assessed_at"]! < $1["assessed_at"]! }
      return State(
        progress: facts.isEmpty ? 0 : 100, score: latest.flatMap { Double($0["score"]!) }, isStarted: !facts.isEmpty)
    case "classroom":
      let slots = Set(rows("classroom_slots").filter { $0["classroom"] == item }.map { $0["id"]! })
      let isPresent = mine("attendances", "slot", slots).contains { $0["status"] == "present" }
      return State(progress: isPresent ? 100 : 0, isStarted: isPresent)
    default:
      let program = rows("program_sessions").first { $0["id"] == item }!["program"]
      let blocks = rows("program_blocks").filter { $0["program"] == program }.map {
        ($0["mandatory"] == "true", state($0["kind"]!, $0["item"]!, "program_session", item))
      }
      let mandatory = blocks.filter(\.0)
      return State(
        progress: (mandatory.map(\.1.progress).reduce(0, +) / Double(mandatory.count)).rounded(.down),
        isStarted: blocks.contains { $0.1.isStarted })
    }
  }

  func status(_ session: [String: String]) -> String {
    let steps = rows("path_steps").filter { $0["path"] == session["path"] }.sorted {
      Int($0["position"]!)! < Int($1["position"]!)!
    }
    .map { ($0, state($0["kind"]!, $0["item"]!, "path_session", session["id"]!)) }
    let mandatory = steps.filter { $0.0["mandatory"] == "true" }
    func isBelow(_ step: ([String: String], State)) -> Bool {
      Double(step.0["min_score"]!).map { (step.1.score ?? -1) < $0 } ?? false
    }
    let failing = mandatory.filter { $0.0["kind"] == "course" && isBelow($0) }
    func hasTries(_ step: ([String: String], State)) -> Bool {
      Int(step.0["attempts_limit"]!).map { step.1.attempts < $0 } ?? true
    }
    let awaited = steps.enumerated().contains { position, step in
      step.0["kind"] == "assessment" && step.0["mandatory"] == "true" && step.1.progress == 0 && position > 0
        && steps[..<position].allSatisfy { $0.1.progress == 100 }
    }
    let start = seconds(session["starts_at"]!)
    let enrolled =
      rows("enrolments").filter { $0["session"] == session["id"] && $0["user"] == user && $0["unenrolled_at"]!.isEmpty }
      .compactMap { seconds($0["enrolled_at"]!) }.min() ?? 0
    let isLate = mandatory.contains { step in
      guard step.1.progress < 100, let due = Int(step.0["due_after_days"]!) else { return false }
      return max(enrolled, start ?? 0) + due * 86_400 < World.now
    }
    if mandatory.allSatisfy({ $0.1.progress == 100 && !isBelow($0) }) { return "successful" }
    if let start, World.now < start { return "pending" }
    if let end = seconds(session["ends_at"]!), World.now >= end { return "unsuccessful" }
    if failing.contains(where: { !hasTries($0) }) { return "unsuccessful" }
    if failing.contains(where: { $0.1.progress == 100 && hasTries($0) }) { return "to retake" }
    if awaited { return "awaiting correction" }
    guard steps.contains(where: { $0.1.isStarted }) else { return "not yet started" }
    return isLate ? "late" : "on time"
  }
}

@Suite("Path statuses")
struct PathStatusTests {
  @Test(
    "The learner's account has every one of the eight, whatever the seed",
    arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func everyStatus(_ seed: UInt64) throws {
    let world = try World(users: 150, seed: seed, attemptsPerUser: 2, reading: PathReader.kinds)
    let learner = world.platform.accounts.first { $0.role == .learner }!.userID
    let reader = PathReader(world: world, user: learner)
    let enrolled = Set(
      world["enrolments"]["kind", "user", "session"].filter { $0[0] == "path" && $0[1] == learner }.map { $0[2] })
    let statuses = reader.rows("path_sessions").filter { enrolled.contains($0["id"]!) }.map(reader.status)
    #expect(
      Set(statuses) == [
        "successful", "pending", "unsuccessful", "to retake", "awaiting correction", "late", "on time",
        "not yet started",
      ])
  }
}
