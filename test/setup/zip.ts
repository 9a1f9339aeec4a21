import { crc32, deflateRawSync } from 'node:zlib';

/** File of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Compression; default deflate. */
  readonly stored?: boolean;
  /** Marks the file as encrypted. */
  readonly encrypted?: boolean;
  /** Writes sizes and checksum after the content, as streaming writers do. */
  readonly streamed?: boolean;
  /** Checksum in the directory; default the right one. */
  readonly crc?: number;
}

const DEFLATE = 8;

interface Written {
  readonly header: Buffer;
  readonly local: Buffer;
}

/** Writes the fields that the local header and the directory share: from the version needed to the lengths of names. */
function writeCommon({ name, content, stored, encrypted, streamed, crc }: ZipFile) {
  const bytes = Buffer.from(content);
  const packed = stored ? bytes : deflateRawSync(bytes);
  const write = (sizes: boolean): Buffer => {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((encrypted ? 1 : 0) | (streamed ? 8 : 0), 2);
    fields.writeUInt16LE(stored ? 0 : DEFLATE, 4);
    if (sizes) {
      fields.writeUInt32LE(crc ?? crc32(bytes), 10);
      fields.writeUInt32LE(packed.length, 14);
      fields.writeUInt32LE(bytes.length, 18);
    }
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    return fields;
  };
  return { packed, write };
}

const withSignature = (signature: number, ...parts: readonly Uint8Array[]): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(signature);
  return Buffer.concat([head, ...parts]);
};

function writeFile(file: ZipFile, offset: number): Written {
  const { packed, write } = writeCommon(file);
  const name = Buffer.from(file.name);
  const descriptor = file.streamed ? withSignature(0x08074b50, write(true).subarray(10, 22)) : Buffer.alloc(0);
  const local = Buffer.concat([withSignature(0x04034b50, write(!file.streamed), name), packed, descriptor]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  const madeBy = Buffer.from([20, 0]);
  return { local, header: withSignature(0x02014b50, madeBy, write(true), tail, name) };
}

/** Builds a zip archive. */
export function zip(files: readonly ZipFile[]): Buffer {
  const written: Written[] = [];
  let offset = 0;
  for (const file of files) {
    const one = writeFile(file, offset);
    offset += one.local.length;
    written.push(one);
  }
  const directory = Buffer.concat(written.map(({ header }) => header));
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...written.map(({ local }) => local), directory, withSignature(0x06054b50, end)]);
}
