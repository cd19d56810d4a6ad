// SHA-256 (FIPS 180-4) piece by piece: the browser's own takes a whole file into memory.

const primes = [];
for (let n = 2; primes.length < 64; n++) {
  if (primes.every(p => n % p !== 0)) {
    primes.push(n);
  }
}

const fraction = x => (x - Math.floor(x)) * 2 ** 32 | 0;
const constants = Int32Array.from(primes, p => fraction(Math.cbrt(p)));
const start = primes.slice(0, 8).map(p => fraction(Math.sqrt(p)));

export class Sha256 {
  #state = Int32Array.from(start);
  #words = new Int32Array(64);
  #block = new Uint8Array(64);
  #filled = 0;
  #length = 0;

  update(bytes) {
    this.#length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const take = Math.min(64 - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === 64) {
        this.#compress();
        this.#filled = 0;
      }
    }
  }

  hex() {
    const bits = this.#length * 8;
    const end = new Uint8Array((this.#filled < 56 ? 64 : 128) - this.#filled);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits >>> 0);
    this.update(end);
    return Array.from(this.#state, word => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #compress() {
    const [w, k, view] = [this.#words, constants, new DataView(this.#block.buffer)];
    for (let t = 0; t < 16; t++) {
      w[t] = view.getInt32(4 * t);
    }

    for (let t = 16; t < 64; t++) {
      const [x, y] = [w[t - 15], w[t - 2]];
      w[t] = w[t - 16] + w[t - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
    }

    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let t = 0; t < 64; t++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + k[t] + w[t] | 0;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
    }

    [a, b, c, d, e, f, g, h].forEach((value, i) => this.#state[i] = this.#state[i] + value | 0);
  }
}

const turn = (x, n) => x >>> n | x << 32 - n;
