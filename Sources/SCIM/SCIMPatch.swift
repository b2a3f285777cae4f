import Records
package import Support

/// A PATCH request (RFC 7644, 3.5.2), in the variants that directories send.
package struct SCIMPatch: Sendable {
  enum Kind: String { case add, replace, remove }

  struct Operation: Sendable {
    let kind: Kind
    let path: String?
    let value: JSONValue
  }

  private static let limit = 1_000

  /// Invalid operations are kept as their errors.
  let operations: [Result<Operation, SCIMFault>]

  /// - Throws: `SCIMFault` if the body has no list of operations, or too many of them.
  package init(_ body: JSONValue) throws {
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
  package func applied(to resource: JSONValue, _ schemas: [SCIMSchema]) -> SCIMBody {
    var result = SCIMBody(value: resource, named: [])
    for operation in operations {
      do { try Self.apply(try operation.get(), to: &result, schemas) } catch {
        result.fault = result.fault ?? (error as? SCIMFault ?? SCIMFault(.invalidValue, "\(error)"))
      }
    }
    return result
  }

  private static func apply(_ operation: Operation, to body: inout SCIMBody, _ schemas: [SCIMSchema]) throws {
    var change = SCIMChange(kind: operation.kind, schemas: schemas, resource: body.value)
    try change.apply(operation.path, operation.value)
    body.value = change.resource
    body.named?.formUnion(change.named)
    body.fault = body.fault ?? change.fault
  }
}
