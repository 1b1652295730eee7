# A decoder-only transformer in TorchScript: the one forward pass for training, scoring and sampling. The Java class
# Transformer binds a model's weights to it; no Python is involved.
#
# B batch, T positions of this pass, S positions attended to (T plus what the cache holds), C width, V vocabulary,
# nh query heads, nkv key and value heads, hs head size, N = nh + 2·nkv
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  weights : List[Tensor]
  tables : List[Tensor]
  layers : int
  heads : int
  key_value_heads : int
  head_size : int
  context : int
  window : int
  full_layers : int
  activation : int
  rotary : int
  layer_norm : bool
  query_key_norm : bool
  gated : bool
  parallel : bool
  epsilon : float
  half : int
  multiplies_half : bool
  packing : int
  packed : List[Tensor]
  halves : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  adapted : bool
  downs : List[Tensor]
  ups : List[Tensor]
  scales : List[float]
  rows : List[int]
  starts : List[int]

  # ---------------------------------------------------------------- the pass

  def hidden(self: __torch__.Decoder, tokens: Tensor, mask: Tensor, keys: Tensor, values: Tensor, filled: Tensor) -> Tensor:
    cached = torch.gt(torch.numel(keys), 0)
    start = int(filled)
    T = torch.size(tokens, 1)
    x = torch.embedding(self.weights[0], tokens)                                   # (B, T, C)
    positions = (self).positions(tokens, mask, start)                              # (B or 1, T)
    cosine = x
    sine = x
    if self.rotary > 0:
      angles = torch.unsqueeze(positions, -1) * self.tables[0]                   # (B or 1, T, rotary / 2)
      cosine = torch.unsqueeze(torch.cos(angles), 2)                               # (B or 1, T, 1, rotary / 2)
      sine = torch.unsqueeze(torch.sin(angles), 2)                                 # (B or 1, T, 1, rotary / 2)
    else:
      x = x + torch.embedding(self.weights[1], positions)                          # (B, T, C)
    bias = (self).bias(tokens, mask, start, 0)                                     # (B or 1, 1, T, S) or empty
    windowed = bias
    if self.window > 0:
      windowed = (self).bias(tokens, mask, start, self.window)                     # (B or 1, 1, T, S) or empty
    for layer in range(self.layers):
      seen = windowed
      if layer < self.full_layers:
        seen = bias
      x = (self).block(layer, x, cosine, sine, seen, keys, values, start, cached)  # (B, T, C)
    return (self).norm(x, 2)                                                       # (B, T, C)

  def next_logits(self: __torch__.Decoder, tokens: Tensor, mask: Tensor, keys: Tensor, values: Tensor, filled: Tensor) -> Tensor:
    hidden = (self).hidden(tokens, mask, keys, values, filled)                     # (B, T, C)
    last = torch.select(hidden, 1, torch.size(hidden, 1) - 1)                      # (B, C)
    return (self).product(last, self.weights[4], torch.empty([0]), 4 * self.layers, True)

  def block(self: __torch__.Decoder, layer: int, x: Tensor, cosine: Tensor, sine: Tensor, bias: Tensor, keys: Tensor, values: Tensor, start: int, cached: bool) -> Tensor:
    at = 5 + 14 * layer
    mixed = (self).attention(layer, (self).norm(x, at), cosine, sine, bias, keys, values, start, cached)
    if self.parallel:
      y = x + mixed + (self).feed_forward(layer, (self).norm(x, at + 8), cached)   # (B, T, C)
    else:
      x = x + mixed
      y = x + (self).feed_forward(layer, (self).norm(x, at + 8), cached)           # (B, T, C)
    return y

  def attention(self: __torch__.Decoder, layer: int, x: Tensor, cosine: Tensor, sine: Tensor, bias: Tensor, keys: Tensor, values: Tensor, start: int, cached: bool) -> Tensor:
    at = 5 + 14 * layer
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    nh = self.heads
    nkv = self.key_value_heads
    fused = (self).product(x, self.weights[at + 2], self.weights[at + 3], 4 * layer, cached)
    fused = torch.view(fused, [B, T, nh + 2 * nkv, self.head_size])                # (B, T, N, hs)
    # A split's backward pass is one concatenation; a narrowed view's fills a whole array with zeros.
    parts = torch.split_with_sizes(fused, [nh + nkv, nkv], 2)
    qk = parts[0]                                                                  # (B, T, nh + nkv, hs)
    if self.query_key_norm:
      both = torch.split_with_sizes(qk, [nh, nkv], 2)
      q = (self).mean_square_norm(both[0], self.weights[at + 4])
      k = (self).mean_square_norm(both[1], self.weights[at + 5])
      qk = torch.cat([q, k], 2)                                                    # (B, T, nh + nkv, hs)
    if self.rotary > 0:
      qk = (self).rotate(qk, cosine, sine)                                         # (B, T, nh + nkv, hs)
    both = torch.split_with_sizes(qk, [nh, nkv], 2)
    q = torch.transpose(both[0], 1, 2)                                             # (B, nh, T, hs)
    k = torch.transpose(both[1], 1, 2)                                             # (B, nkv, T, hs)
    v = torch.transpose(parts[1], 1, 2)                                            # (B, nkv, T, hs)
    if cached:
      k = (self).remember(torch.select(keys, 0, layer), k, start)                  # (B, nkv, S, hs)
      v = (self).remember(torch.select(values, 0, layer), v, start)                # (B, nkv, S, hs)
    mixed = (self).attend(q, k, v, bias)                                           # (B, T, nh·hs)
    return (self).product(mixed, self.weights[at + 6], self.weights[at + 7], 4 * layer + 1, cached)

  def attend(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    B = torch.size(q, 0)
    nh = torch.size(q, 1)
    T = torch.size(q, 2)
    nkv = torch.size(k, 1)
    if nh > nkv:
      if T == 1:
        # The query heads of a group look at one key head, as several positions would.
        q = torch.reshape(q, [B, nkv, nh // nkv, torch.size(q, 3)])                # (B, nkv, nh / nkv, hs)
      else:
        k = torch.repeat_interleave(k, nh // nkv, 1)                               # (B, nh, S, hs)
        v = torch.repeat_interleave(v, nh // nkv, 1)                               # (B, nh, S, hs)
    if torch.numel(bias) > 0:
      mixed = torch.scaled_dot_product_attention(q, k, v, bias, 0., False)
    else:
      mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., torch.gt(T, 1))
    if T == 1:
      merged = torch.reshape(mixed, [B, 1, -1])                                    # (B, 1, nh·hs)
    else:
      merged = torch.reshape(torch.transpose(mixed, 1, 2), [B, T, -1])             # (B, T, nh·hs)
    return merged

  def feed_forward(self: __torch__.Decoder, layer: int, x: Tensor, cached: bool) -> Tensor:
    at = 5 + 14 * layer
    up = (self).product(x, self.weights[at + 10], self.weights[at + 11], 4 * layer + 2, cached)
    if self.gated:
      parts = torch.chunk(up, 2, -1)                                               # 2 × (B, T, inner)
      inner = (self).activate(parts[0]) * parts[1]
    else:
      inner = (self).activate(up)                                                  # (B, T, inner)
    return (self).product(inner, self.weights[at + 12], self.weights[at + 13], 4 * layer + 3, cached)

  # ---------------------------------------------------------------- its parts

  def activate(self: __torch__.Decoder, x: Tensor) -> Tensor:
    if self.activation == 0:
      y = torch.silu(x)
    elif self.activation == 1:
      y = torch.gelu(x, approximate="none")
    elif self.activation == 2:
      y = torch.gelu(x, approximate="tanh")
    else:
      y = torch.relu(x)
    return y

  def norm(self: __torch__.Decoder, x: Tensor, at: int) -> Tensor:
    if self.layer_norm:
      y = torch.layer_norm(x, [torch.size(x, -1)], self.weights[at], self.weights[at + 1], self.epsilon, True)
    else:
      y = (self).mean_square_norm(x, self.weights[at])
    return y

  def mean_square_norm(self: __torch__.Decoder, x: Tensor, weight: Tensor) -> Tensor:
    return x * torch.rsqrt(torch.mean(x * x, [-1], True) + self.epsilon) * weight

  def rotate(self: __torch__.Decoder, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    half = self.rotary // 2
    parts = torch.split_with_sizes(x, [half, half, torch.size(x, -1) - self.rotary], -1)
    a = parts[0]
    b = parts[1]
    return torch.cat([torch.addcmul(a * cosine, b, sine, value=-1), torch.addcmul(b * cosine, a, sine), parts[2]], -1)

  def remember(self: __torch__.Decoder, cache: Tensor, fresh: Tensor, start: int) -> Tensor:
    T = torch.size(fresh, 2)
    torch.copy_(torch.narrow(cache, 2, start, T), fresh)
    return torch.narrow(cache, 2, 0, start + T)

  # Positions count a row's real tokens; a row at the end of the context stays there while others go on.
  def positions(self: __torch__.Decoder, tokens: Tensor, mask: Tensor, start: int) -> Tensor:
    T = torch.size(tokens, 1)
    if torch.numel(mask) > 0:
      counted = torch.to(torch.cumsum(mask, 1) - mask, 4)                          # (B, S)
      positions = torch.narrow(counted, 1, torch.size(counted, 1) - T, T)          # (B, T)
    else:
      whole = torch.arange(start, start + T, dtype=4, device=ops.prim.device(tokens))
      positions = torch.unsqueeze(whole, 0)                                        # (1, T)
    return torch.clamp(positions, None, self.context - 1)

  # What is added to the scores where plain causality does not do; empty where it does.
  def bias(self: __torch__.Decoder, tokens: Tensor, mask: Tensor, start: int, window: int) -> Tensor:
    T = torch.size(tokens, 1)
    S = start + T
    padded = torch.numel(mask) > 0
    near = window <= 0 or S <= window
    # Several positions behind a filled cache need the causal bias spelled out.
    plain = T == 1 or start == 0
    if not padded and near and plain:
      bias = torch.empty([0])
    else:
      columns = torch.arange(S, device=ops.prim.device(tokens))                       # (S)
      distance = torch.unsqueeze(torch.narrow(columns, 0, start, T), 1) - columns  # (T, S)
      masked = torch.lt(distance, 0)
      if not near:
        masked = torch.logical_or(masked, torch.ge(distance, window))
      if padded:
        masked = torch.logical_or(masked, torch.eq(torch.unsqueeze(torch.unsqueeze(mask, 1), 1), 0))
      else:
        masked = torch.unsqueeze(torch.unsqueeze(masked, 0), 0)
      bias = torch.to(masked, 6) * -1.e9                                           # (B or 1, 1, T, S)
    return bias

  # ---------------------------------------------------------------- matrix products

  # x · weightᵀ + bias, in the precision of the run; from a copy laid out for few rows where decoding has one.
  def product(self: __torch__.Decoder, x: Tensor, weight: Tensor, bias: Tensor, place: int, cached: bool) -> Tensor:
    if cached and self.packing > 0:
      y = (self).packed_product(x, bias, place)
    else:
      y = (self).plain_product(x, weight, bias)
      if self.adapted:
        y = (self).add_low_rank(y, x, place)
    return y

  def plain_product(self: __torch__.Decoder, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    biased = torch.numel(bias) > 0
    if self.half > 0:
      y = (self).half_product(torch.to(x, 15), torch.to(weight, 15))
      if biased:
        y = y + bias
    elif biased:
      y = torch.linear(x, weight, bias)
    else:
      y = torch.linear(x, weight, None)
    return y

  def packed_product(self: __torch__.Decoder, x: Tensor, bias: Tensor, place: int) -> Tensor:
    biased = torch.numel(bias) > 0
    if self.packing == 1:
      if biased:
        y = ops.mkldnn._linear_pointwise(x, self.packed[place], bias, "none", annotate(List[Optional[number]], []), "")
      else:
        y = ops.mkldnn._linear_pointwise(x, self.packed[place], None, "none", annotate(List[Optional[number]], []), "")
    else:
      if self.packing == 2:
        y = torch.to(ops.mkldnn._linear_pointwise(torch.to(x, 15), self.packed[place], None, "none", annotate(List[Optional[number]], []), ""), 6)
      elif self.packing == 3:
        y = ops.quantized.linear_dynamic_fp16(x, self.halves[place])
      else:
        y = torch.to(torch.linear(torch.to(x, 15), self.packed[place], None), 6)
      if biased:
        y = y + bias
    return y

  # Where the processor does not multiply bfloat16, float32 products of the same rounded numbers are far faster.
  def half_product(self: __torch__.Decoder, x: Tensor, weight: Tensor) -> Tensor:
    if self.multiplies_half:
      y = torch.to(torch.linear(x, weight, None), 6)
    else:
      y = torch.linear(torch.to(x, 6), torch.to(weight, 6), None)
    return y

  # 0: no copies; 1: float32 for oneDNN; 2: bfloat16 for oneDNN; 3: float16, widened in registers; 4: plain bfloat16
  def pack(self: __torch__.Decoder, wanted: Tensor) -> Tensor:
    self.packed = annotate(List[Tensor], [])
    self.halves = annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], [])
    on_gpu = ops.prim.is_cuda(self.weights[0])
    if int(wanted) == 0 or on_gpu and self.half == 0:
      self.packing = 0
    elif on_gpu:
      self.packing = 4
    elif self.half == 0:
      self.packing = 1
    elif self.multiplies_half:
      self.packing = 2
    else:
      self.packing = 3
    if self.packing > 0:
      for layer in range(self.layers):
        at = 5 + 14 * layer
        _0 = (self).pack_one(self.weights[at + 2], 4 * layer)
        _1 = (self).pack_one(self.weights[at + 6], 4 * layer + 1)
        _2 = (self).pack_one(self.weights[at + 10], 4 * layer + 2)
        _3 = (self).pack_one(self.weights[at + 12], 4 * layer + 3)
      _4 = (self).pack_one(self.weights[4], 4 * self.layers)
    return wanted

  def pack_one(self: __torch__.Decoder, weight: Tensor, place: int) -> int:
    weight = (self).merged(torch.detach(weight), place)
    if self.packing == 1:
      _0 = torch.append(self.packed, ops.mkldnn._reorder_linear_weight(weight, 32))
    elif self.packing == 2:
      _1 = torch.append(self.packed, ops.mkldnn._reorder_linear_weight(torch.to(weight, 15), 32))
    elif self.packing == 3:
      _2 = torch.append(self.halves, ops.quantized.linear_prepack_fp16(weight, None))
    else:
      _3 = torch.append(self.packed, torch.to(weight, 15))
    return 0

  # ---------------------------------------------------------------- low-rank adapters

  # Adds scale · (x · downᵀ) · upᵀ to the rows of y that each pair at this place adapts (Hu et al. 2021, equation 3). One sum
  # over all rows costs less going backward than one in place for each pair, which would copy the gradient.
  def add_low_rank(self: __torch__.Decoder, y: Tensor, x: Tensor, place: int) -> Tensor:
    changes = annotate(List[Tensor], [])
    covered = 0
    for i in range(self.starts[place], self.starts[place + 1]):
      if self.rows[i] > covered:
        _0 = torch.append(changes, (self).unchanged(y, self.rows[i] - covered))
      low = torch.linear(x, self.downs[i], None) * self.scales[i]                  # (…, r)
      _1 = torch.append(changes, torch.linear(low, self.ups[i], None))             # (…, rows)
      covered = self.rows[i] + torch.size(self.ups[i], 0)
    if covered > 0:
      if covered < torch.size(y, -1):
        _2 = torch.append(changes, (self).unchanged(y, torch.size(y, -1) - covered))
      y = y + torch.cat(changes, -1)                                               # (…, D)
    return y

  def unchanged(self: __torch__.Decoder, y: Tensor, rows: int) -> Tensor:
    return torch.expand(torch.zeros_like(torch.detach(torch.narrow(y, -1, 0, 1))), [-1, -1, rows])

  # The weight with its pairs added, in a copy; the weight itself where it has none.
  def merged(self: __torch__.Decoder, weight: Tensor, place: int) -> Tensor:
    if self.adapted:
      if self.starts[place + 1] > self.starts[place]:
        weight = torch.clone(weight)
        for i in range(self.starts[place], self.starts[place + 1]):
          change = torch.matmul(self.ups[i], self.downs[i])                        # (rows, in)
          part = torch.narrow(weight, 0, self.rows[i], torch.size(change, 0))
          _0 = torch.add_(part, change, alpha=self.scales[i])
    return weight

  # pairs: for each, its place, the first of its rows and its scale; in the order of the places
  def adapt(self: __torch__.Decoder, downs: List[Tensor], ups: List[Tensor], pairs: Tensor) -> Tensor:
    self.downs = downs
    self.ups = ups
    self.scales = annotate(List[float], [])
    self.rows = annotate(List[int], [])
    self.starts = annotate(List[int], [])
    for i in range(torch.size(pairs, 0)):
      pair = torch.select(pairs, 0, i)
      place = int(torch.select(pair, 0, 0))
      for _0 in range(place + 1 - torch.len(self.starts)):
        _1 = torch.append(self.starts, i)
      _2 = torch.append(self.rows, int(torch.select(pair, 0, 1)))
      _3 = torch.append(self.scales, float(torch.select(pair, 0, 2)))
    for _4 in range(4 * self.layers + 2 - torch.len(self.starts)):
      _5 = torch.append(self.starts, torch.size(pairs, 0))
    self.adapted = True
    return pairs

  # ---------------------------------------------------------------- the model

  def bind(self: __torch__.Decoder, weights: List[Tensor], tables: List[Tensor], settings: Tensor) -> Tensor:
    self.weights = weights
    self.tables = tables
    self.layers = int(torch.select(settings, 0, 0))
    self.heads = int(torch.select(settings, 0, 1))
    self.key_value_heads = int(torch.select(settings, 0, 2))
    self.head_size = int(torch.select(settings, 0, 3))
    self.context = int(torch.select(settings, 0, 4))
    self.window = int(torch.select(settings, 0, 5))
    self.full_layers = int(torch.select(settings, 0, 6))
    self.activation = int(torch.select(settings, 0, 7))
    self.rotary = int(torch.select(settings, 0, 8))
    self.layer_norm = torch.gt(int(torch.select(settings, 0, 9)), 0)
    self.query_key_norm = torch.gt(int(torch.select(settings, 0, 10)), 0)
    self.gated = torch.gt(int(torch.select(settings, 0, 11)), 0)
    self.parallel = torch.gt(int(torch.select(settings, 0, 12)), 0)
    self.epsilon = float(torch.select(settings, 0, 13))
    self.half = int(torch.select(settings, 0, 14))
    self.multiplies_half = ops.prim.is_cuda(weights[0]) or ops.mkldnn._is_mkldnn_bf16_supported()
    return settings
