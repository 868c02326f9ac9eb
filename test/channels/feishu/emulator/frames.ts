// What does a frame of the long connection look like? Protobuf proto2, package `pbbp2`, as both ends write it.
import protobuf from 'protobufjs'

const { root } = protobuf.parse(
  `syntax = "proto2";
  package pbbp2;
  message Header { required string key = 1; required string value = 2; }
  message Frame {
    required uint64 SeqID = 1; required uint64 LogID = 2;
    required int32 service = 3; required int32 method = 4;
    repeated Header headers = 5;
    optional string payloadEncoding = 6; optional string payloadType = 7;
    optional bytes payload = 8; optional string LogIDNew = 9;
  }`,
  { keepCase: true },
)
const Type = root.lookupType('pbbp2.Frame')

export const CONTROL = 0
export const DATA = 1

export type Frame = {
  SeqID: number
  LogID: number
  service: number
  method: number
  headers: { key: string; value: string }[]
  payload?: Buffer
}

export const encodeFrame = (frame: Frame): Buffer => Buffer.from(Type.encode(Type.create(frame)).finish())

/** Throws when the bytes are no frame. */
export const decodeFrame = (bytes: Uint8Array): Frame => {
  const plain = Type.toObject(Type.decode(bytes), { longs: Number, bytes: Buffer, arrays: true })
  return plain as Frame // toObject gives exactly the fields of the message above
}

export const headerOf = (frame: Frame, key: string): string | undefined =>
  frame.headers.find((one) => one.key === key)?.value
