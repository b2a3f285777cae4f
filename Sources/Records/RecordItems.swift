/// Records that have been read into memory, with their faults.
package final class RecordItems: RecordSource {
  package let kind: RecordKind
  package let isInMemory = true
  private var items: ArraySlice<RecordItem>

  package init(_ kind: RecordKind, _ items: [RecordItem]) {
    self.kind = kind
    self.items = ArraySlice(items)
  }

  package func next() -> RecordItem? { items.popFirst() }
}
