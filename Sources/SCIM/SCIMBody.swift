package import Support

/// The requested state of a resource.
package struct SCIMBody: Sendable {
  package var value: JSONValue
  /// The attributes that the request names, in lower case; nil: a whole resource.
  package var named: Set<String>?
  /// The first error of a PATCH; the resource decides whether it matters.
  package var fault: SCIMFault?

  package init(value: JSONValue, named: Set<String>? = nil) {
    self.value = value
    self.named = named
  }

  package func names(_ attribute: String) -> Bool { named?.contains(attribute) ?? true }
}
