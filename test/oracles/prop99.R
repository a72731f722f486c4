# Reference numbers for California's tobacco programme (data/prop99.csv): the calls behind prop99.json, keyed as there.
# Made with R 4.2.2, quadprog 1.5.8, synthdid 0.0.9, Synth 1.1.8.
library(quadprog)
d <- read.csv("data/prop99.csv")
y <- with(d, tapply(cigsale, list(state, year), identity)) # 39 states × 1970–2000; the law came in 1989
before <- 1:19; after <- 20:31
california <- which(rownames(y) == "California")

# Weights that are not negative and add up to 1, on outcomes before the start; a ridge of 1e-10 makes them unique.
outcome_only <- function(i, donors) {
  x <- t(y[donors, before]); a <- crossprod(x); n <- length(donors)
  w <- solve.QP(a + diag(1e-10 * mean(diag(a)), n), crossprod(x, y[i, before]), cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)$solution
  gap <- y[i, ] - colSums(y[donors, ] * w)
  list(gap = gap, ratio = sqrt(mean(gap[after]^2)) / sqrt(mean(gap[before]^2)), pre = sqrt(mean(gap[before]^2)))
}
others <- setdiff(seq_len(nrow(y)), california)
main <- outcome_only(california, others)
placebo <- lapply(others, function(i) outcome_only(i, setdiff(others, i)))
ratios <- sapply(placebo, `[[`, "ratio"); close <- sapply(placebo, `[[`, "pre") <= 5 * main$pre
results <- list(outcome_only = list(ratio = main$ratio, mean_post_gap = mean(main$gap[after]), gap = as.list(main$gap),
  placebo = data.frame(unit = rownames(y)[others], ratio = ratios), rank_ratio = 1 + sum(ratios > main$ratio),
  p_ratio = (1 + sum(ratios > main$ratio)) / nrow(y), p_ratio_drop_pre_rmspe_gt_5x = (1 + sum(ratios[close] > main$ratio)) / (1 + sum(close))))

# synthdid::synthdid_estimate on the same matrix, California last; every other state in turn as if it were treated.
if (requireNamespace("synthdid", quietly = TRUE)) {
  library(synthdid)
  Y <- y[c(others, california), ]
  fit <- synthdid_estimate(Y, 38, 19); w <- attr(fit, "weights"); o <- attr(fit, "opts")
  results$synthdid <- list(sdid = as.numeric(fit), sc = as.numeric(sc_estimate(Y, 38, 19)), did = as.numeric(did_estimate(Y, 38, 19)),
    zeta_omega = o$zeta.omega, omega = as.list(setNames(w$omega, rownames(Y)[1:38])), lambda = as.list(setNames(w$lambda, colnames(Y)[1:19])),
    placebo_all = as.list(sapply(rownames(y)[others], function(s) as.numeric(synthdid_estimate(rbind(y[setdiff(rownames(y)[others], s), ], y[s, ]), 37, 19)))))
}
cat(jsonlite::toJSON(results, auto_unbox = TRUE, digits = NA, na = "null"), "\n")
