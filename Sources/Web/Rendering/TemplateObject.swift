import Mustache

/// A model as swift-mustache reads it.
struct TemplateObject: MustacheParent, Sendable {
  struct Field: Sendable {
    let name: String
    /// An `HTML`, `String`, `Bool`, `Int`, `TemplateObject` or `[any Sendable]` of these; nil is absent.
    let value: (any Sendable)?
  }

  let model: any TemplateModel.Type
  /// The properties of the model, including those that are nil.
  let fields: [Field]

  /// Models have few fields, so that a search is faster than a dictionary.
  func child(named name: String) -> Any? { fields.first { $0.name == name }?.value }
}
