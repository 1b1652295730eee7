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

  def draw(self: __torch__.Kernels, logits: Tensor, uniform: Tensor, temperature: Tensor, top_k: Tensor, top_p: Tensor) -> Tuple[Tensor, Tensor]:
    vocabulary = torch.size(logits, -1)
    if float(temperature) > 0.:
      log_probs = torch.log_softmax(logits / float(temperature), -1)
      probabilities = torch.exp(log_probs)
      if int(top_k) > 0 and int(top_k) < vocabulary:
        kept = torch.topk(probabilities, int(top_k), -1, True, True)
        probabilities = torch.scatter(torch.zeros_like(probabilities), -1, kept[1], kept[0])
      if float(top_p) < 1.:
        ranked = torch.sort(probabilities, -1, True)
        before = torch.cumsum(ranked[0], -1) - ranked[0]
        dropped = torch.ge(before, torch.sum(ranked[0], [-1], True) * float(top_p))
        probabilities = torch.scatter(probabilities, -1, ranked[1], torch.masked_fill(ranked[0], dropped, 0.))
      cumulative = torch.cumsum(probabilities, -1)
      mass = torch.narrow(cumulative, -1, vocabulary - 1, 1)
      below = torch.nextafter(mass, torch.zeros_like(mass))
      found = torch.searchsorted(cumulative, torch.minimum(torch.unsqueeze(uniform, -1) * mass, below), right=True)
      tokens = torch.clamp(found, None, vocabulary - 1)
    else:
      log_probs = torch.log_softmax(logits, -1)
      tokens = torch.argmax(logits, -1, True)
    return (torch.squeeze(tokens, -1), torch.squeeze(torch.gather(log_probs, -1, tokens), -1))

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
