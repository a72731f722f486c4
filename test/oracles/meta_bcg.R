# Reference numbers for the BCG trials (data/meta_bcg.csv): Rscript meta_bcg.R prints the results of meta_bcg.json.
# Run with R 4.2.2, metafor 3.8.1, jsonlite 1.8.4. Tight tolerances: metafor's own differ from the fifth digit of tau².
library(metafor)
d <- read.csv("data/meta_bcg.csv")
tight <- list(threshold = 1e-13, maxiter = 10000, tol = 1e-13)
number <- function(x) if (is.null(x)) NA else x
model <- function(e, pool, test) {
  m <- rma(yi, vi, data = e, method = pool, test = test, control = if (pool %in% c("REML", "PM")) tight else list())
  out <- list(estimate = coef(m)[[1]], se = m$se, p = m$pval, ci95 = c(m$ci.lb, m$ci.ub), tau2 = m$tau2,
    se_tau2 = number(m$se.tau2), I2 = m$I2, H2 = m$H2, QE = m$QE)
  if (pool == "FE") return(out)
  at <- predict(m)
  t <- qt(0.975, m$k - 2) * sqrt(m$se^2 + m$tau2)
  c(out, list(pi95_default = c(at$pi.lb, at$pi.ub), pi95_t_km2 = coef(m)[[1]] + c(-t, t)))
}
models <- function(measure) {
  e <- escalc(measure, ai = tpos, bi = tneg, ci = cpos, di = cneg, data = d)
  all <- list(FE_z = model(e, "FE", "z"))
  for (pool in c("DL", "REML", "PM")) for (test in c("z", "knha", "adhoc"))
    all[[paste(pool, test, sep = "_")]] <- model(e, pool, test)
  list(models = all)
}
cat(jsonlite::toJSON(list(RR = models("RR"), OR = models("OR")), auto_unbox = TRUE, digits = NA, na = "null"), "\n")
