import Records
import Testing

/// Rules for whole rows, and the order of the kinds.
@Suite struct RowRuleTests {
  @Test func `A required field without a value is named`() {
    let fault = row(.courses, ["id": .text("c"), "name": .text("C")]).fault()
    #expect(fault == FieldError(field: "author", value: "", reason: "is empty; a value is required"))
  }

  @Test func `Nobody manages themself`() {
    #expect(row(.managers, ["user": .text("u"), "manager": .text("u")]).fault()?.field == "manager")
    #expect(row(.managers, ["user": .text("u"), "manager": .text("U")]).fault() == nil)
  }

  @Test func `An attempt does not end before it starts`() {
    var values: [String: FieldValue] = [
      "id": .text("x"), "user": .text("u"), "course": .text("c"), "time_spent": .integer(0), "progress": .integer(0),
      "started_at": .integer(100), "last_activity_at": .integer(100),
    ]
    #expect(row(.attempts, values).fault() == nil)
    values["last_activity_at"] = .integer(99)
    #expect(
      row(.attempts, values).fault()
        == FieldError(
          field: "last_activity_at", value: "1970-01-01T00:01:39Z",
          reason: "is before started_at (1970-01-01T00:01:40Z)"))
  }

  @Test func `A reaction is on a post or on a course's activity`() {
    let base: [String: FieldValue] = [
      "id": .text("z"), "user": .text("u"), "kind": .text("like"), "created_at": .integer(0),
    ]
    func fault(_ more: [String: FieldValue]) -> String? { row(.reactions, base.merging(more) { $1 }).fault()?.field }
    #expect(fault([:]) == "post")
    #expect(fault(["post": .text("b"), "course": .text("c")]) == "post")
    #expect(fault(["post": .text("b"), "activity": .text("s")]) == "activity")
    #expect(fault(["post": .text("b")]) == nil)
    #expect(fault(["course": .text("c"), "activity": .text("s")]) == nil)
  }

  @Test func `Only an enrolment by group names a group`() {
    let base: [String: FieldValue] = [
      "kind": .text("path"), "session": .text("s"), "user": .text("u"), "enrolled_at": .integer(0), "group": .text("g"),
    ]
    #expect(row(.enrolments, base.merging(["origin": .text("self")]) { $1 }).fault()?.field == "group")
    #expect(row(.enrolments, base.merging(["origin": .text("group")]) { $1 }).fault() == nil)
  }

  @Test func `Every kind comes after the kinds that it refers to`() {
    for (place, kind) in RecordKind.all.enumerated() {
      let earlier = Set(RecordKind.all[...place].map(\.name))
      for target in kind.fields.flatMap(\.type.targets) {
        #expect(earlier.contains(target), "\(kind.name) → \(target)")
      }
    }
    #expect(RecordKind.all.count == 27)
  }

  private func row(_ kind: RecordKind, _ values: [String: FieldValue]) -> RecordRow {
    var row = RecordRow(kind: kind)
    for (name, value) in values { if let index = kind.index(of: name) { row.values[index] = value } }
    return row
  }
}

extension FieldType {
  fileprivate var targets: [String] {
    switch self {
    case .reference(let kind), .list(let kind): [kind]
    case .item(_, let kinds): kinds.values.flatMap { $0 }
    default: []
    }
  }
}
