import Synchronization

@testable import Web

/// What the rendered models offer and what they filled, by model.
final class RenderedModels: Sendable {
  /// A property of a model.
  struct Property {
    /// Whether it had a value: not nil, not an empty list, not false.
    var isFilled = false
    /// The models that it held, or that its items were.
    var models: Set<String> = []
    /// Whether it held, or its items were, a text or a number, which becomes the current context of a section.
    var isText = false
    /// Whether it held HTML that is not escaped.
    var isHTML = false
  }

  struct Document: Hashable {
    let template: String
    let models: [String]
  }

  private let state = Mutex<(properties: [String: [String: Property]], documents: Set<Document>)>(([:], []))

  var properties: [String: [String: Property]] { state.withLock { $0.properties } }
  var documents: Set<Document> { state.withLock { $0.documents } }

  func add(_ template: String, _ models: [TemplateObject]) {
    state.withLock { state in
      state.documents.insert(Document(template: template, models: models.map(Self.name)))
      models.forEach { Self.add($0, &state.properties) }
    }
  }

  private static func name(_ object: TemplateObject) -> String {
    String(reflecting: object.model).replacing("Web.", with: "")
  }

  private static func add(_ object: TemplateObject, _ all: inout [String: [String: Property]]) {
    for field in object.fields {
      let value: Any? = field.value
      let items = value as? [Any] ?? value.map { [$0] } ?? []
      var property = all[name(object)]?[field.name] ?? Property()
      for item in items {
        if let model = item as? TemplateObject {
          property.models.insert(name(model))
          add(model, &all)
        } else if item is HTML {
          property.isHTML = true
        } else if !(item is Bool) {
          property.isText = true
        }
        if item as? Bool != false { property.isFilled = true }
      }
      all[name(object), default: [:]][field.name] = property
    }
  }
}
