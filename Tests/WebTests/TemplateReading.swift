/// Follows what templates read in the models that they were rendered with.
struct TemplateReading {
  /// A name that a template reads and no model offers.
  struct Missing: Hashable, CustomStringConvertible {
    let template: String
    let name: String
    var description: String { "\(template).mustache: \(name)" }
  }

  private struct Visit: Hashable {
    let template: String
    let stack: [Scope]
  }

  /// One level of the stack of contexts: a model, or several that are searched in this order; or a text.
  private enum Scope: Hashable {
    case models([String])
    case text
  }

  private let templates: [String: TemplateSource]
  private let properties: [String: [String: RenderedModels.Property]]
  private(set) var missing: Set<Missing> = []
  /// The properties that a template reads: model, and name.
  private(set) var read: Set<[String]> = []
  /// The properties that tags of three braces insert, and those that other tags escape.
  private(set) var inserted: Set<[String]> = []
  private(set) var escaped: Set<[String]> = []
  private var lastRead: [String] = []
  private(set) var templatesRead: Set<String> = []
  private var visited: Set<Visit> = []

  init(_ templates: [String: TemplateSource], _ rendered: RenderedModels) {
    self.templates = templates
    properties = rendered.properties
    for document in rendered.documents { walk(document.template, [.models(document.models)], [:]) }
  }

  private typealias Blocks = [String: [TemplateSource.Node]]

  private mutating func walk(_ template: String, _ stack: [Scope], _ blocks: Blocks) {
    guard blocks.isEmpty ? visited.insert(Visit(template: template, stack: stack)).inserted : true else { return }
    templatesRead.insert(template)
    walk(templates[template]?.nodes ?? [], template, stack, blocks)
  }

  private mutating func walk(
    _ nodes: [TemplateSource.Node], _ template: String, _ stack: [Scope], _ blocks: Blocks
  ) {
    for node in nodes {
      switch node {
      case .name(let name), .markup(let name):
        lastRead = []
        _ = find(name, template, stack)
        if case .markup = node { inserted.insert(lastRead) } else { escaped.insert(lastRead) }
      case .partial(let name): walk(name, stack, [:])
      case .block(let name, let nodes): walk(blocks[name] ?? nodes, template, stack, blocks)
      case .layout(let name, let nodes):
        walk(name, stack, Dictionary(uniqueKeysWithValues: nodes.compactMap(Self.block)))
      case .section(let name, let isInverted, let isTest, let nodes):
        let scopes = find(name, template, stack)
        let inner = isInverted || isTest || scopes.isEmpty ? [stack] : scopes.map { stack + [$0] }
        for stack in inner { walk(nodes, template, stack, blocks) }
      }
    }
  }

  private static func block(_ node: TemplateSource.Node) -> (String, [TemplateSource.Node])? {
    if case .block(let name, let nodes) = node { (name, nodes) } else { nil }
  }

  /// The contexts that a section of this name can have; none for a Bool.
  private mutating func find(_ name: String, _ template: String, _ stack: [Scope]) -> [Scope] {
    let parts = name.split(separator: ".").map(String.init)
    if parts.isEmpty { return Array(stack.suffix(1)) }
    if name.hasPrefix("text.") { return [] }
    for scope in name.hasPrefix(".") ? Array(stack.suffix(1)) : stack.reversed() {
      if let found = find(parts, in: scope) { return found }
    }
    missing.insert(Missing(template: template, name: name))
    return []
  }

  private mutating func find(_ parts: [String], in scope: Scope) -> [Scope]? {
    guard case .models(let models) = scope, let model = models.first(where: { properties[$0]?[parts[0]] != nil }),
      let property = properties[model]?[parts[0]]
    else { return nil }
    lastRead = [model, parts[0]]
    read.insert(lastRead)
    let scopes = property.models.sorted().map { Scope.models([$0]) } + (property.isText ? [.text] : [])
    if parts.count == 1 { return scopes }
    // A property that was never filled is reported as such.
    let found = scopes.compactMap { find(Array(parts.dropFirst()), in: $0) }
    return found.isEmpty && property.isFilled ? nil : found.flatMap { $0 }
  }
}
