import Hummingbird
import Statistics
import Support

/// The suggestions of a picker while the user types: the first matches among what the viewer may choose.
enum PickerAPI {
  static func path(_ kind: Choices.Kind) -> String { "/choices/\(kind.rawValue)" }

  static func search(_ kind: Choices.Kind) -> @Sendable (WebRequest) async throws -> Response {
    { visit in
      let (text, viewer) = (try visit.query().search("q"), try visit.viewer)
      let found = try await visit.read { try Choices(kind, for: viewer).matching(text, $0) }
      return JSONValue.object([
        ("choices", .array(found.choices.map(JSONValue.init))), ("has_more", .bool(found.hasMore)),
      ]).response()
    }
  }
}

extension JSONValue {
  init(_ choice: Choice) {
    self = ["id": .string(choice.id), "title": .string(choice.title), "detail": .string(choice.detail)]
  }
}
