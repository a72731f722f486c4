# Reference numbers for counts before and after (data/wdd_examples.csv and the totals below): Rscript counts_wdd_rirr.R
# prints the results of counts_wdd_rirr.json. Base R 4.2.2 and jsonlite 1.8.4. WDD: Wheeler & Ratcliffe (2018).
wald <- function(est, se, level) est + c(-1, 1) * qnorm((1 + level) / 2) * se
wdd <- function(r) {
  part <- function(t0, t1, c0, c1, at, ac) {
    w <- c(1 / (r$time_weight_pre * at), 1 / (r$time_weight_post * at), 1 / (r$time_weight_pre * ac), 1 / (r$time_weight_post * ac))
    n <- c(t0, t1, c0, c1)
    list(est = sum(c(-1, 1, 1, -1) * n * w), se = sqrt(sum(n * w^2)))
  }
  local <- part(r$treated_pre, r$treated_post, r$control_pre, r$control_post, r$area_treated, r$area_control)
  moved <- part(r$disp_pre, r$disp_post, r$disp_control_pre, r$disp_control_post, r$area_disp, r$area_disp_control)
  est <- local$est + moved$est; se <- sqrt(local$se^2 + moved$se^2); z <- est / se
  list(local = local, displacement = moved,
    total = list(est = est, se = se, z = z, p_two = 2 * pnorm(-abs(z)), ci95 = wald(est, se, 0.95), ci90 = wald(est, se, 0.9)))
}
rirr <- function(t0, t1, c0, c1) {
  b <- log(t1 * c0 / (t0 * c1)); se <- sqrt(1 / t0 + 1 / t1 + 1 / c0 + 1 / c1)
  list(log_rirr = b, se_log = se, rirr = exp(b), ci95 = exp(wald(b, se, 0.95)), z = b / se, p = 2 * pnorm(-abs(b / se)),
    relative_effect_size_farrington_welsh = exp(-b), res_ci95 = rev(exp(-wald(b, se, 0.95))),
    expected_treated_post = t0 * c1 / c0, crimes_prevented = t0 * c1 / c0 - t1,
    haldane_0.5 = list(log_rirr = log((t1 + .5) * (c0 + .5) / ((t0 + .5) * (c1 + .5))),
      se = sqrt(sum(1 / (c(t0, t1, c0, c1) + .5)))))
}
before_after <- function(t0, t1, w0 = 1, w1 = 1) {
  b <- log((t1 / w1) / (t0 / w0)); se <- sqrt(1 / t0 + 1 / t1)
  exact <- poisson.test(c(t1, t0), c(w1, w0)); share <- w1 / (w0 + w1); n <- t0 + t1
  list(rate_ratio = exp(b), se_log = se, wald_ci95 = exp(wald(b, se, 0.95)), z = b / se,
    exact_conditional_p = exact$p.value, exact_ci95 = as.numeric(exact$conf.int),
    score_z = (t1 - n * share) / sqrt(n * share * (1 - share)))
}
examples <- read.csv("data/wdd_examples.csv")
by_example <- lapply(seq_len(nrow(examples)), function(i) {
  r <- examples[i, ]
  c(wdd(r), list(rirr_local = rirr(r$treated_pre, r$treated_post, r$control_pre, r$control_post),
    before_after_treated = before_after(r$treated_pre, r$treated_post, r$time_weight_pre, r$time_weight_post)))
})
# Totals of quarters 9–12 and 13–16, 39 treated blocks and the others: Seattle, as in R's microsynth (Robbins et al. 2017).
seattle <- list(any_crime = c(858, 788, 58109, 60686), i_robbery = c(26, 11, 1374, 1392), i_aggassau = c(13, 12, 1026, 1190),
  i_burglary = c(257, 245, 16981, 18521), i_larceny = c(166, 145, 10554, 11233), i_felony = c(39, 46, 3885, 3820),
  i_misdemea = c(53, 45, 4069, 4114), i_drugs = c(28, 20, 1324, 1386))
areas <- function(n, at = 1, ac = 1) wdd(list(treated_pre = n[1], treated_post = n[2], control_pre = n[3], control_post = n[4],
  disp_pre = 0, disp_post = 0, disp_control_pre = 0, disp_control_post = 0, time_weight_pre = 1, time_weight_post = 1,
  area_treated = at, area_control = ac, area_disp = 1, area_disp_control = 1))
by_outcome <- lapply(seattle, function(n) list(counts = as.list(setNames(n, c("t0", "t1", "c0", "c1"))),
  rirr = rirr(n[1], n[2], n[3], n[4]), wdd = areas(n), wdd_area_weighted_per_block = areas(n, 39, 9603), before_after = before_after(n[1], n[2])))
# Complaints in months 1–12 and 35–46 of Chicago officers trained early (cohorts to 34) and late (from 52), as in R's staggered.
chicago <- c(3668, 2962, 325, 267)
cat(jsonlite::toJSON(list(wdd = setNames(by_example, examples$example), seattle_dmi = by_outcome,
  chicago_early_vs_late_complaints = list(counts = chicago, rirr = rirr(3668, 2962, 325, 267))),
  auto_unbox = TRUE, digits = NA, na = "null"), "\n")
