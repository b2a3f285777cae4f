/// Turns a model into a `TemplateObject` in one pass. Supports what `TemplateObject.Field` can hold: models, arrays,
/// `HTML`, `String`, `Bool`, `Int`, and enums with such raw values.
final class TemplateEncoder: Encoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  private enum Shape {
    case object, list, single
  }

  private var shape = Shape.object
  private var fields: [TemplateObject.Field] = []
  private var items: [any Sendable] = []

  private init() {}

  static func object<Model: TemplateModel>(_ model: Model) throws -> TemplateObject {
    let encoder = TemplateEncoder()
    try model.encode(to: encoder)
    return TemplateObject(model: Model.self, fields: encoder.fields)
  }

  /// A model's property, or an item of a list.
  private static func value<Value: Encodable>(_ value: Value) throws -> any Sendable {
    if let html = value as? HTML { return html }
    let encoder = TemplateEncoder()
    try value.encode(to: encoder)
    switch encoder.shape {
    case .list: return encoder.items
    case .single: return encoder.items[0]
    case .object:
      guard let model = Value.self as? any TemplateModel.Type else {
        preconditionFailure("\(Value.self) is not a TemplateModel")
      }
      return TemplateObject(model: model, fields: encoder.fields)
    }
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Properties(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    shape = .list
    return Items(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    shape = .single
    return Items(encoder: self)
  }

  private struct Properties<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: TemplateEncoder
    var codingPath: [any CodingKey] { [] }

    private func add(_ value: (any Sendable)?, _ key: Key) {
      encoder.fields.append(.init(name: key.stringValue, value: value))
    }

    func encodeNil(forKey key: Key) { add(nil, key) }
    func encode(_ value: String, forKey key: Key) { add(value, key) }
    func encode(_ value: Bool, forKey key: Key) { add(value, key) }
    func encode(_ value: Int, forKey key: Key) { add(value, key) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { add(try TemplateEncoder.value(value), key) }

    func encodeIfPresent(_ value: String?, forKey key: Key) { add(value, key) }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) { add(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) { add(value, key) }
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
      add(try value.map { try TemplateEncoder.value($0) }, key)
    }

    func nestedContainer<Nested>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
      encoder.container(keyedBy: Nested.self)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder.unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { encoder }
  }

  /// The items of a list, or a single value.
  private struct Items: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let encoder: TemplateEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.items.count }

    func encodeNil() {}
    func encode(_ value: String) { encoder.items.append(value) }
    func encode(_ value: Bool) { encoder.items.append(value) }
    func encode(_ value: Int) { encoder.items.append(value) }
    func encode<Value: Encodable>(_ value: Value) throws { encoder.items.append(try TemplateEncoder.value(value)) }

    func nestedContainer<Nested>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
      encoder.container(keyedBy: Nested.self)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder }
  }
}
