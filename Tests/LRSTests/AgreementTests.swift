import Foundation
import Records
import Support
import Testing

@testable import LRS

/// Random statements: `LRS` agrees with the reference implementation, and the laws of xapi.md §15 hold.
/// `TALLYBOOK_XAPI_SETS=1000` compares more sets than usual.
@Suite struct AgreementTests {
  private static let sets = ProcessInfo.processInfo.environment["TALLYBOOK_XAPI_SETS"].flatMap { Int($0) } ?? 100
  static let seeds = stride(from: 0, to: sets, by: size).map { UInt64($0) }
  private static let size = 20

  private func forEachSet(from seed: UInt64, _ body: (RandomStatements, [StatementCopy], Platform) -> Void) {
    for seed in seed..<seed + UInt64(Self.size) {
      let set = RandomStatements(seed: seed)
      body(set, set.statements.compactMap(StatementCopy.init(json:)), Platform(given: set.given))
    }
  }

  private func texts(_ copies: [StatementCopy], _ platform: Platform) -> Set<String> {
    Set(Derivation.records(of: copies, platform).map(\.text))
  }

  @Test(arguments: seeds) func `Random statements are valid, and give the records of the reference`(_ seed: UInt64) {
    forEachSet(from: seed) { set, copies, platform in
      for statement in set.statements {
        #expect(throws: Never.self) { try StatementValidator(.v1).check(statement) }
      }
      let (records, expected) = (texts(copies, platform), ReferenceDerivation.records(set.statements, set.given))
      let missing = expected.subtracting(records).sorted().joined(separator: "\n")
      let unexpected = records.subtracting(expected).sorted().joined(separator: "\n")
      #expect(missing.isEmpty && unexpected.isEmpty, "missing:\n\(missing)\nunexpected:\n\(unexpected)")
    }
  }

  @Test(arguments: seeds) func `Order, repetition, and statements that are void change nothing`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    forEachSet(from: seed) { _, copies, platform in
      let records = texts(copies, platform)
      #expect(texts((copies + copies).shuffled(using: &random), platform) == records)
      let voided = StatementCopy.voided(in: copies)
      let rest = copies.filter { copy in
        let isVoiding = copy.statement.verb.text == StatementVerb.voided
        return !voided.contains(copy.statement.id) && !isVoiding
      }
      #expect(texts(rest, platform) == records)
    }
  }

  @Test(arguments: seeds) func `Records are consistent`(_ seed: UInt64) {
    forEachSet(from: seed) { _, copies, platform in
      let records = Derivation.records(of: copies, platform)
      for attempt in records where attempt.kind == "attempts" {
        #expect((attempt["started_at"] ?? "") <= (attempt["last_activity_at"] ?? ""))
        #expect((attempt["progress"] == "100") == (attempt["completed_at"] != nil))
      }
      for record in records {
        for field in ["progress", "score"] {
          let share = Double(record[field] ?? "0") ?? -1
          #expect(0 <= share && share <= 100)
        }
      }
      let keys = records.map {
        ["enrolments", "program_blocks"].contains($0.kind)
          ? $0.text : "\($0.kind) \($0["user"] ?? "") \($0["id"] ?? "")"
      }
      #expect(Set(keys).count == keys.count, "an id occurs twice")
      checkReferences(records, platform)
    }
  }

  private func checkReferences(_ records: [DerivedRecord], _ platform: Platform) {
    var ids = Set(records.map { $0.kind + " " + ($0["id"] ?? "") })
    ids.formUnion(platform.users.map { "users " + $0.id.text } + ["users owner"])
    ids.formUnion(platform.courses.map { "courses " + $0.id.text })
    for record in records {
      var kinds = [
        "user": "users", "course": "courses", "author": "users", "program_session": "program_sessions",
        "attempt": "attempts", "assessment": "assessments", "question": "questions", "assessor": "users",
        "session": "program_sessions", "program": "programs", "post": "posts", "reply_to": "posts",
        "place_id": "courses",
      ]
      if record.kind == "program_blocks" { kinds["item"] = "courses" }
      for (field, kind) in kinds {
        if let id = record[field] { #expect(ids.contains(kind + " " + id), "\(record.text): \(field)") }
      }
    }
  }

  @Test(arguments: seeds) func `An identifier that is given to a user moves its facts`(_ seed: UInt64) {
    forEachSet(from: seed) { _, copies, platform in
      let identifier = ActorIdentifier(kind: .openid, value: "http://o.example/zed")
      guard platform.settings.createsPlaceholders else { return }
      var other = platform
      other.identities[identifier] = ID(text: "u9")
      let kinds = ["attempts", "answers", "certificates", "enrolments"]
      func facts(_ platform: Platform) -> Set<String> {
        Set(Derivation.records(of: copies, platform).filter { kinds.contains($0.kind) }.map(\.text))
      }
      let moved = facts(platform).map { $0.replacing(Directory.placeholder(identifier).text, with: "u9") }
      #expect(facts(other) == Set(moved))
    }
  }

  @Test(arguments: seeds) func `Presence of another user changes nothing of a user`(_ seed: UInt64) throws {
    let json = """
      {"id":"ffffffff-0000-4000-8000-000000000000","actor":{"mbox":"mailto:new@example.com"},
      "verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"https://c/0"},
      "timestamp":"2026-03-02T09:00:00Z","stored":"2026-06-01T00:00:00Z"}
      """
    let other = try #require(StatementCopy(json: try JSONParser.parse(json)))
    let user = Directory.placeholder(ActorIdentifier(kind: .mbox, value: "new@example.com")).text
    forEachSet(from: seed) { _, copies, platform in
      func facts(_ copies: [StatementCopy]) -> Set<String> {
        let records = Derivation.records(of: copies, platform)
        return Set(records.filter { $0["user"] != nil && $0["user"] != user }.map(\.text))
      }
      #expect(facts(copies + [other]) == facts(copies))
    }
  }

  @Test(arguments: seeds) func `The gaps of a user are no longer than the time between the first and last presence`(
    _ seed: UInt64
  ) {
    forEachSet(from: seed) { _, copies, platform in
      let statements = StatementCopy.read(copies, voided: StatementCopy.voided(in: copies))
      let courses = CourseDirectory(platform, ActivityIndex(statements, language: "en"))
      for (_, own) in Dictionary(grouping: statements, by: \.actor) {
        let history = LearnerHistory(user: ID(text: "u"), own, courses)
        let presence = history.entries.filter(\.isPresence)
        guard let first = presence.first, let last = presence.last else { continue }
        let gaps = TimeSpent.gaps(of: history, idle: 1_800).values.reduce(ExactTime.zero, +)
        #expect(gaps <= last.time - first.time)
      }
    }
  }
}

extension DerivedRecord {
  /// A field as text; nil if it is empty.
  subscript(_ field: String) -> String? {
    fields.first { $0.0 == field }.flatMap { $0.1.isNull ? nil : $0.1.string ?? $0.1.text }
  }
}
