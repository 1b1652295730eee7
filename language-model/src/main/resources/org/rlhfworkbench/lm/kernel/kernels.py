class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def forward(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return x

  def embedding(self: __torch__.Kernels, tokens: Tensor, weight: Tensor) -> Tensor:
    return torch.embedding(weight, tokens, -1, False, False)

  def linear(self: __torch__.Kernels, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight, None)

  def log_probs(self: __torch__.Kernels, hidden: Tensor, weight: Tensor, targets: Tensor, temperature: Tensor) -> Tensor:
    logits = torch.linear(hidden, weight, None)
    if float(temperature) != 1.:
      logits = logits / float(temperature)
    return torch.neg(torch.cross_entropy_loss(logits, targets, None, 0, -100, 0.))

  def entropy(self: __torch__.Kernels, hidden: Tensor, weight: Tensor, temperature: Tensor) -> Tensor:
    log_probs = torch.log_softmax(torch.linear(hidden, weight, None) / float(temperature), -1)
    return torch.neg(torch.sum(torch.exp(log_probs) * log_probs, [-1]))

  # wanted (B, 4): uniform number, temperature, top-k, top-p
  def draw(self: __torch__.Kernels, logits: Tensor, wanted: Tensor, kinds: Tensor, top_k: Tensor) -> Tuple[Tensor, Tensor]:
    temperature = torch.narrow(wanted, 1, 1, 1)                                    # (B, 1)
    greedy = torch.le(temperature, 0.)                                             # (B, 1)
    log_probs = torch.log_softmax(logits / torch.masked_fill(temperature, greedy, 1.), -1)
    if int(kinds) == 1:
      tokens = torch.argmax(logits, -1, True)                                      # (B, 1)
    else:
      tokens = (self).invert(torch.exp(log_probs), wanted, int(kinds), int(top_k))
      if int(kinds) % 2 == 1:
        tokens = torch.where(greedy, torch.argmax(logits, -1, True), tokens)       # (B, 1)
    return (torch.squeeze(tokens, -1), torch.squeeze(torch.gather(log_probs, -1, tokens), -1))

  def invert(self: __torch__.Kernels, probabilities: Tensor, wanted: Tensor, kinds: int, top_k: int) -> Tensor:
    vocabulary = torch.size(probabilities, -1)
    if top_k > 0:
      k = torch.narrow(wanted, 1, 2, 1)                                            # (B, 1)
      kept = torch.topk(probabilities, top_k, -1, True, True)                      # 2 × (B, k)
      beyond = torch.ge(torch.arange(top_k, device=ops.prim.device(k)), k)         # (B, k)
      cut = torch.scatter(torch.zeros_like(probabilities), -1, kept[1], torch.masked_fill(kept[0], beyond, 0.))
      probabilities = torch.where(torch.gt(k, 0.), cut, probabilities)             # (B, V)
    if kinds >= 4:
      p = torch.narrow(wanted, 1, 3, 1)                                            # (B, 1)
      reached = torch.sum(probabilities, [-1], True) * p                           # (B, 1)
      # Mostly a few hundred tokens hold the mass, and finding them costs a twentieth of a sort.
      few = 256
      if vocabulary < few:
        few = vocabulary
      ranked = torch.topk(probabilities, few, -1, True, True)                      # 2 × (B, few)
      held = torch.logical_or(torch.ge(torch.sum(ranked[0], [-1], True), reached), torch.ge(p, 1.))
      if not bool(torch.all(held)):
        ranked = torch.sort(probabilities, -1, True)                               # 2 × (B, V)
      dropped = torch.ge(torch.cumsum(ranked[0], -1) - ranked[0], reached)
      cut = torch.scatter(torch.zeros_like(probabilities), -1, ranked[1], torch.masked_fill(ranked[0], dropped, 0.))
      probabilities = torch.where(torch.lt(p, 1.), cut, probabilities)             # (B, V)
    cumulative = torch.cumsum(probabilities, -1)                                   # (B, V)
    mass = torch.narrow(cumulative, -1, vocabulary - 1, 1)                         # (B, 1)
    below = torch.nextafter(mass, torch.zeros_like(mass))
    found = torch.searchsorted(cumulative, torch.minimum(torch.narrow(wanted, 1, 0, 1) * mass, below), right=True)
    return torch.clamp(found, None, vocabulary - 1)                                # (B, 1)

  def likeliest(self: __torch__.Kernels, logits: Tensor, tokens: Tensor, count: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    log_probs = torch.log_softmax(logits, -1)                                      # (B, V)
    best = torch.topk(log_probs, int(count), -1, True, True)                       # 2 × (B, n)
    return (torch.gather(log_probs, -1, tokens), best[1], best[0])

  def clip(self: __torch__.Kernels, gradients: List[Tensor], limit: Tensor) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)))
    if float(limit) > 0. and float(norm) > float(limit):
      torch._foreach_mul_(gradients, float(limit) / (float(norm) + 1.e-6))
    return norm

  def adamw(self: __torch__.Kernels, weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], settings: Tensor) -> Tensor:
    unused = annotate(List[Tensor], [])
    torch._fused_adamw_(weights, gradients, first, second, unused, steps, lr=float(torch.select(settings, 0, 0)), beta1=float(torch.select(settings, 0, 1)), beta2=float(torch.select(settings, 0, 2)), weight_decay=float(torch.select(settings, 0, 4)), eps=float(torch.select(settings, 0, 3)), amsgrad=False, maximize=False)
    torch._foreach_zero_(gradients)
    return settings
