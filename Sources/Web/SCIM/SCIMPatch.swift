import Records
import Support

/// A PATCH request (RFC 7644, 3.5.2), in the variants that directories send.
struct SCIMPatch: Sendable {
  enum Kind: String { case add, replace, remove }

  struct Operation: Sendable {
    let kind: Kind
    let path: String?
    let value: JSONValue
  }

  private static let limit = 1_000

  /// Invalid operations are kept as their errors.
  let operations: [Result<Operation, SCIMFault>]

  init(_ body: JSONValue) throws {
    guard let list = body["Operations"]?.items ?? body["Operations"]?.members.map({ [.object($0)] }) else {
      throw SCIMFault(.invalidSyntax, "A PATCH must have a list of Operations.")
    }
    guard list.count <= Self.limit else { throw SCIMFault(.tooMany, "At most \(Self.limit) operations are allowed.") }
    operations = list.map { item in
      guard let kind = item["op"]?.string.flatMap({ Kind(rawValue: $0.asciiLowercased) }) else {
        return .failure(SCIMFault(.invalidSyntax, "The op of an operation must be add, replace or remove."))
      }
      let path = item["path"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      return .success(Operation(kind: kind, path: path, value: item["value"] ?? .null))
    }
  }

  /// Applies the operations one by one. One that fails changes nothing, and its error is returned with the result.
  func applied(to resource: JSONValue, _ schemas: [SCIMSchema]) -> SCIMBody {
    var result = SCIMBody(value: resource, named: [])
    for operation in operations {
      do {
        let operation = try operation.get()
        var change = SCIMChange(kind: operation.kind, schemas: schemas, resource: result.value)
        try change.apply(operation.path, operation.value)
        result.value = change.resource
        result.named?.formUnion(change.named)
        result.fault = result.fault ?? change.fault
      } catch {
        result.fault = result.fault ?? (error as? SCIMFault ?? SCIMFault(error))
      }
    }
    return result
  }
}

/// The target of a PATCH operation: `emails[type eq "work"].value`.
struct SCIMPath: Sendable {
  let name: SCIMName
  let filter: SCIMFilter?
  let sub: String?

  init(_ text: String) throws {
    let scalars = text.unicodeScalars
    guard let open = scalars.firstIndex(of: "[") else {
      name = try SCIMName(text, .invalidPath)
      filter = nil
      sub = name.sub
      return
    }
    guard let close = scalars.lastIndex(of: "]"), close > open else {
      throw SCIMFault(.invalidPath, "\(String(text.prefix(80))) lacks a closing bracket.")
    }
    name = try SCIMName(String(text[..<open]), .invalidPath)
    do { filter = try SCIMFilter(String(scalars[scalars.index(after: open)..<close])) } catch let fault as SCIMFault {
      throw SCIMFault(.invalidPath, fault.detail)
    }
    let rest = String(scalars[scalars.index(after: close)...])
    guard rest.isEmpty || (rest.startsWithBytes(of: ".") && rest.utf8.count > 1) else {
      throw SCIMFault(.invalidPath, "\(rest.prefix(40)) is unexpected after the brackets.")
    }
    sub = rest.isEmpty ? nil : try SCIMName(String(rest.unicodeScalars.dropFirst()), .invalidPath).attribute
  }
}

extension SCIMFilter {
  /// Whether a value, an object, matches the filter. Ids are compared by code point.
  func holds(_ value: JSONValue) throws -> Bool {
    switch self {
    case .all(let parts): return try parts.allSatisfy { try $0.holds(value) }
    case .any(let parts): return try parts.contains { try $0.holds(value) }
    case .not(let filter): return try !filter.holds(value)
    case .present(let name): return value[name.key].map { !$0.isNull } ?? false
    case .compare(let name, let comparison, let wanted):
      let isExact = name.key == "value" && !(value["value"]?.string?.containsBytes(of: "@") ?? false)
      func text(_ value: JSONValue?) -> String {
        guard let text = value?.string else { return (value ?? .null).text.asciiLowercased }
        return isExact ? text : text.asciiLowercased
      }
      let (a, b) = (text(value[name.key]), text(wanted))
      switch comparison {
      case .eq: return a.utf8.elementsEqual(b.utf8)
      case .ne: return !a.utf8.elementsEqual(b.utf8)
      case .co: return b.isEmpty || a.containsBytes(of: b)
      case .sw: return a.startsWithBytes(of: b)
      case .ew: return a.endsWithBytes(of: b)
      default: throw SCIMFault(.invalidPath, "\(comparison.rawValue) is not supported in a path.")
      }
    case .within: throw SCIMFault(.invalidPath, "Brackets cannot be nested.")
    }
  }

  /// The members of a new value that would match the filter, as far as it states equality.
  var example: [(String, JSONValue)] {
    switch self {
    case .all(let parts): parts.flatMap(\.example)
    case .compare(let name, .eq, let value): [(name.key, value)]
    default: []
    }
  }
}
