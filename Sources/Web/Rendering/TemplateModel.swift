/// What a template reads: its stored properties are the names in the template. The compiler's `encode(to:)` lists them,
/// so nothing is looked up by reflection or written by hand. A nil property is absent.
protocol TemplateModel: Encodable, Sendable {}

/// The content of a page, or of another whole document.
protocol TemplateDocument: TemplateModel {
  /// The name of its template.
  static var template: String { get }
}
